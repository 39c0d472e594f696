import { describe, expect, it } from 'vitest';
import type { Gateway } from '../../../src/gateway/gateway.js';
import { asked, freshFolder, gatewayIn, namesIn } from './support.js';

const begun = (gateway: Gateway, clientName: string) => gateway.begin(asked({ clientName }));

describe('the name that a client gives', () => {
  it.each([
    'orders.csv',
    'ORDERS.CSV',
    'orders.2026-11-01.csv',
    'orders.v1.2.3.csv',
    'sales q1 (final).csv',
    'mr. smith.csv',
    'Bestellungen Zürich.csv',
    'u\u0308ber.csv',
    '注文.csv',
    'طلبات.csv',
    '📦 orders.csv',
    'orders.csv.gz',
    'orders.2026.json.gz',
    'console.csv',
    'com.csv',
    'orders-report_final.csv',
    `${'x'.repeat(251)}.csv`,
  ])('%j is kept as it was given', async (clientName) => {
    const gateway = await gatewayIn(await freshFolder());
    expect((await begun(gateway, clientName)).clientName).toBe(clientName);
  });

  it.each([
    ['', 'MR8130'],
    [`${'x'.repeat(252)}.csv`, 'MR8130'],
    [`${'ü'.repeat(126)}.csv`, 'MR8130'],
    ['x'.repeat(300), 'MR8130'],
    ['../orders.csv', 'MR8132'],
    ['..\\orders.csv', 'MR8132'],
    ['/etc/passwd.csv', 'MR8132'],
    ['C:\\orders.csv', 'MR8132'],
    ['a/b.csv', 'MR8132'],
    ['orders..csv', 'MR8132'],
    ['orders.csv\0.exe', 'MR8131'],
    ['or\nders.csv', 'MR8131'],
    ['orders\u202Evsc.exe', 'MR8131'],
    ['orders\u200F.csv', 'MR8131'],
    ['or\u200Bders.csv', 'MR8131'],
    ['or\u2028ders.csv', 'MR8131'],
    ['or\uD800ders.csv', 'MR8131'],
    ['orders.csv:hidden', 'MR8131'],
    ['orders?.csv', 'MR8131'],
    ['CON', 'MR8133'],
    ['con.csv', 'MR8133'],
    ['NUL.csv', 'MR8133'],
    ['com1.csv', 'MR8133'],
    ['LPT¹.csv', 'MR8133'],
    ['aux .csv', 'MR8133'],
    ['.csv', 'MR8133'],
    ['.htaccess', 'MR8133'],
    [' orders.csv', 'MR8134'],
    ['orders.csv ', 'MR8134'],
    ['orders.csv.', 'MR8134'],
    ['x.php.csv', 'MR8135'],
    ['x.PHP.csv', 'MR8135'],
    ['x.exe.2026.csv', 'MR8135'],
    ['x.exe.csv.gz', 'MR8135'],
    ['x.json.csv', 'MR8135'],
    ['x.gz.csv', 'MR8135'],
    ['x.csv.json.gz', 'MR8135'],
    ['orders.csv.exe', 'MR8135'],
    ['orders.exe', 'MR8136'],
    ['orders.html', 'MR8136'],
    ['orders', 'MR8136'],
    ['orders.xml', 'MR8136'],
    ['orders.xml.gz', 'MR8136'],
    ['orders.zip', 'MR8136'],
  ])('%j is refused with %s before a byte is taken', async (clientName, code) => {
    const folder = await freshFolder();
    const gateway = await gatewayIn(folder);
    const refused = await begun(gateway, clientName).catch((thrown: unknown) => thrown);
    expect(refused).toMatchObject({ problems: [{ code }] });
    // What the message shows of a name can be seen.
    expect(String(refused)).toMatch(/^[\x20-\x7E]*$/);
    expect(await namesIn(`${folder}/gateway/uploads`)).toEqual([]);
  });
});

describe('what else a client says', () => {
  it.each([
    [{ channel: 'constructor' }, 'MR8102'],
    [{ declaredType: 'text' }, 'MR8137'],
    [{ declaredType: 'text/csv; charset=utf-8' }, 'MR8137'],
    [{ expectedSha256: 'abc' }, 'MR8138'],
    [{ length: 0 }, 'MR8112'],
    [{ length: -1 }, 'MR8114'],
    [{ length: 1.5 }, 'MR8114'],
    [{ length: Number.NaN }, 'MR8114'],
    [{ length: 2 ** 60 }, 'MR8114'],
    [{ length: (1 << 30) + 1 }, 'MR8107'],
  ] as const)('%j is refused with %s', async (more, code) => {
    const gateway = await gatewayIn(await freshFolder());
    await expect(gateway.begin(asked(more))).rejects.toMatchObject({ problems: [{ code }] });
  });

  it.each(['', 'x', '../../etc', '20260131t093000123z-9f8e7d6c', 'constructor'])(
    'the id %j of no upload is told',
    async (id) => {
      const gateway = await gatewayIn(await freshFolder());
      const calls = [
        gateway.get(id),
        gateway.offset(id),
        gateway.append(id, 0, (async function* () {})()),
        gateway.complete(id),
        gateway.setLength(id, 1),
        gateway.remove(id),
        gateway.retry(id),
        gateway.settled(id),
      ];
      for (const call of calls) await expect(call).rejects.toThrow('[MR8103]');
    },
  );
});
