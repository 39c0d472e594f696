import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { debug, last, orders, perform, sessionOf } from './support.js';

const everything = [
  'continue orders',
  ...['orders.read', 'orders.typed', 'orders'].flatMap((node) => [
    `print ${node} limit 100`,
    `sample ${node}`,
  ]),
  'step',
  'break large where email is not null',
  'continue named',
  'continue named',
  'print named',
  'diff taxed',
  'quarantine orders 100',
];

const addresses = /ann@|bob@|cid@|dan@|eve@|gus@|example\.org|not an email/;

describe('values of classified columns', () => {
  it('are masked wherever rows are shown, also before the contract and in what is made of them', async () => {
    const session = await sessionOf(await orders());
    const shown = JSON.stringify(await perform(session, ...everything));
    expect(shown).toContain('•••');
    expect(shown).not.toMatch(addresses);
  });

  it('are masked in what goes wrong with a condition', async () => {
    const session = await sessionOf(await orders());
    const asked = perform(session, 'continue orders', 'print orders where email::integer > 1');
    const message = await asked.then(() => '', String);
    expect(message).toContain('MR4008');
    expect(message).not.toMatch(addresses);
  });

  it('are shown with --reveal, which is on record', async () => {
    const at = await orders();
    const { out, code } = await debug(at, ['continue orders', 'print', 'quit'], ['--reveal']);
    expect(code).toBe(0);
    expect(out).toContain('ann@example.org');
    const session = await sessionOf(at, { reveal: true });
    const { shown } = await last(session, 'print', 'continue orders', 'print');
    expect(shown.hidden).toEqual([]);
    const { folder } = await session.close();
    const reveals = await readFile(join(folder, 'reveals.ndjson'), 'utf8');
    expect(JSON.parse(reveals)).toMatchObject({ by: 'millrace debug' });
    expect(reveals).toContain('orders.email');
  });
});
