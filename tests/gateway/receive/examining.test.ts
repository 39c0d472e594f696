import { open, readFile, rename, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { problem } from '../../../src/base/errors/index.js';
import type { Inspect } from '../../../src/gateway/inspection.js';
import type { Scanner } from '../../../src/gateway/scanner.js';
import type { UploadRecord } from '../../../src/gateway/upload.js';
import { freshFolder, gatewayIn, inspectAll, namesIn, scanAll, sha256, upload } from './support.js';

const contentOf = (folder: string, id: string): string => join(folder, 'gateway/uploads', id, 'content');

describe('an upload that passes', () => {
  it('is promoted under a name of ours, with its digest beside it, and leaves quarantine', async () => {
    const folder = await freshFolder();
    const gateway = await gatewayIn(folder);
    const id = await upload(gateway, 'id\n1\n', { clientName: 'Über orders.CSV' });
    const record = await gateway.settled(id);
    const path = join(folder, 'landing', `${id}.csv`);
    expect(record).toMatchObject({
      state: 'promoted',
      type: 'csv',
      scan: { name: 'a scanner of words' },
      promotion: { path, name: `${id}.csv` },
      clientName: 'Über orders.CSV',
    });
    expect(record.steps.map(({ state }) => state)).toEqual([
      'receiving',
      'quarantined',
      'scanning',
      'promoted',
    ]);
    expect(await readFile(path, 'utf8')).toBe('id\n1\n');
    expect((await stat(path)).mode & 0o777).toBe(0o640);
    expect(await readFile(join(folder, 'landing', `.${id}.csv.sha256`), 'utf8')).toBe(
      `${sha256('id\n1\n')}  ${id}.csv\n`,
    );
    expect(await namesIn(join(folder, 'landing'))).toEqual([`.${id}.csv.sha256`, `${id}.csv`]);
    expect(await namesIn(join(folder, 'gateway/uploads', id))).toEqual(['record.json']);
    expect(await gateway.get(id)).toEqual(record);
  });

  it('keeps the extension of what is in an archive', async () => {
    const folder = await freshFolder();
    const gateway = await gatewayIn(folder);
    const id = await upload(gateway, 'packed', { clientName: 'o.2026-11-01.csv.gz' });
    expect((await gateway.settled(id)).promotion?.name).toBe(`${id}.csv.gz`);
  });

  it('does not take the name of another file', async () => {
    const folder = await freshFolder();
    const inspect: Inspect = async (task) => {
      const id = task.path.split('/').at(-2) ?? '';
      await writeFile(join(folder, 'landing', `${id}.csv`), 'mine');
      return inspectAll(task);
    };
    const gateway = await gatewayIn(folder, { inspect });
    const id = await upload(gateway, 'id\n1\n');
    expect(await gateway.settled(id)).toMatchObject({ state: 'error', problems: [{ code: 'MR8124' }] });
    expect(await readFile(join(folder, 'landing', `${id}.csv`), 'utf8')).toBe('mine');
    expect(await readFile(contentOf(folder, id), 'utf8')).toBe('id\n1\n');
  });

  it('is told of once, and those who wait are told as well', async () => {
    const told: string[] = [];
    const onSettled = ({ id, state }: UploadRecord): void => void told.push(`${id} ${state}`);
    const folder = await freshFolder();
    const gateway = await gatewayIn(folder, { onSettled });
    const id = await upload(gateway, 'id\n1\n');
    const waiting = await Promise.all([gateway.settled(id), gateway.settled(id)]);
    expect(waiting.map(({ state }) => state)).toEqual(['promoted', 'promoted']);
    expect((await gateway.settled(id)).state).toBe('promoted');
    await gateway.close();
    await (await gatewayIn(folder, { onSettled })).close();
    expect(told).toEqual([`${id} promoted`]);
  });

  it('is told of again after a restart where the one who is told failed', async () => {
    const folder = await freshFolder();
    const onFailing = () => Promise.reject(new Error('a trigger that fails'));
    const first = await gatewayIn(folder, { onSettled: onFailing });
    const [id, bad] = [await upload(first, 'id\n1\n'), await upload(first, 'malware')];
    expect((await first.settled(id)).state).toBe('promoted');
    expect((await first.settled(bad)).state).toBe('rejected');
    await first.close();
    const told: string[] = [];
    const note = ({ id: of, state }: UploadRecord): void => void told.push(`${of} ${state}`);
    const second = await gatewayIn(folder, { onSettled: note });
    await expect.poll(() => told.toSorted()).toEqual([`${id} promoted`, `${bad} rejected`].toSorted());
    await second.close();
    expect(await namesIn(join(folder, 'gateway/uploads', id))).toEqual(['record.json']);
    const third: string[] = [];
    await (await gatewayIn(folder, { onSettled: ({ id: of }) => void third.push(of) })).close();
    expect(third).toEqual([]);
  });
});

describe('an upload that does not pass', () => {
  it('is rejected where the inspection or the scanner finds something; its record stays', async () => {
    const folder = await freshFolder();
    const inspect: Inspect = async (task) => {
      const seen = await inspectAll(task);
      const isBad = (await readFile(task.path, 'utf8')).includes('bad');
      return isBad ? { ...seen, problems: [problem('MR8112', 'stands for any')] } : seen;
    };
    const gateway = await gatewayIn(folder, { inspect });
    const [bad, infected] = [await upload(gateway, 'bad'), await upload(gateway, 'has malware in it')];
    expect(await gateway.settled(bad)).toMatchObject({ state: 'rejected', problems: [{ code: 'MR8112' }] });
    expect(await gateway.settled(infected)).toMatchObject({
      state: 'rejected',
      problems: [{ code: 'MR8123', message: expect.stringContaining('Test.Word') }],
    });
    for (const id of [bad, infected]) {
      expect(await namesIn(join(folder, 'gateway/uploads', id))).toEqual(['record.json']);
      await expect(gateway.retry(id)).rejects.toThrow('[MR8104]');
    }
    expect(await namesIn(join(folder, 'landing'))).toEqual([]);
  });

  it.each<readonly [string, string, Partial<{ inspect: Inspect; scanner: Scanner }>]>([
    ['an inspection that throws', 'MR8121', { inspect: () => Promise.reject(new Error('no process')) }],
    ['an inspection that hangs', 'MR8121', { inspect: () => new Promise(() => {}) }],
    [
      'a scanner that is down',
      'MR8122',
      { scanner: { name: 'none', scan: async () => ({ kind: 'unscanned', why: 'connection refused' }) } },
    ],
    [
      'a scanner that throws',
      'MR8122',
      { scanner: { name: 'none', scan: () => Promise.reject(new Error('broken')) } },
    ],
    ['a scanner that hangs', 'MR8122', { scanner: { name: 'none', scan: () => new Promise(() => {}) } }],
    [
      'a scanner that reads half of it',
      'MR8120',
      { scanner: { name: 'none', scan: async () => ({ kind: 'clean' }) } },
    ],
    [
      'an inspection of something else',
      'MR8120',
      { inspect: async (task) => ({ ...(await inspectAll(task)), sha256: sha256('other') }) },
    ],
  ])('is in error after %s, keeps its bytes, and may be examined anew', async (_name, code, fault) => {
    const folder = await freshFolder();
    let isDown = true;
    const gateway = await gatewayIn(folder, {
      patience: 1_500,
      inspect: (task, signal) => (isDown && fault.inspect ? fault.inspect : inspectAll)(task, signal),
      scanner: {
        name: 'now and then',
        scan: (bytes, signal) => (isDown && fault.scanner ? fault.scanner : scanAll).scan(bytes, signal),
      },
    });
    const id = await upload(gateway, 'id\n1\n');
    expect(await gateway.settled(id)).toMatchObject({ state: 'error', problems: [{ code }] });
    expect(await readFile(contentOf(folder, id), 'utf8')).toBe('id\n1\n');
    expect(await namesIn(join(folder, 'landing'))).toEqual([]);
    isDown = false;
    expect(await gateway.retry(id)).toMatchObject({ state: 'quarantined', problems: [] });
    expect(await gateway.settled(id)).toMatchObject({ state: 'promoted', problems: [] });
  });
});

describe('bytes that are exchanged in quarantine', () => {
  const swaps: Readonly<Record<string, (path: string) => Promise<void>>> = {
    'written over': (path) => writeFile(path, 'id\n666\n'),
    'replaced by another file': async (path) => {
      await writeFile(`${path}.other`, 'id\n666\n');
      await rename(`${path}.other`, path);
    },
    'replaced by a link': async (path) => {
      await writeFile(`${path}.other`, 'id\n666\n');
      await symlink(`${path}.other`, `${path}.link`);
      await rename(`${path}.link`, path);
    },
    'made longer': async (path) => {
      const handle = await open(path, 'a');
      await handle.write('666\n');
      await handle.close();
    },
  };
  const moments = ['before the inspection', 'before the scan', 'before the promotion'] as const;

  describe.each(Object.entries(swaps))('%s', (_how, swap) => {
    it.each(moments)('%s are not promoted', async (moment) => {
      const folder = await freshFolder();
      let path = '';
      const at = async (now: string): Promise<void> => {
        if (now === moment) await swap(path);
      };
      const gateway = await gatewayIn(folder, {
        inspect: async (task) => {
          path = task.path;
          await at('before the inspection');
          return inspectAll(task);
        },
        scanner: {
          name: 'one who exchanges',
          scan: async (bytes, signal) => {
            const verdict = await scanAll.scan(bytes, signal);
            await at('before the promotion');
            return verdict;
          },
        },
        failpoint: (name) => (name === 'before read for the scanner' ? at('before the scan') : undefined),
      });
      const id = await upload(gateway, 'id\n1\n');
      const record = await gateway.settled(id);
      expect(record.state).toBe('error');
      expect(record.problems[0]?.code).toMatch(/^MR81(20|17|22)$/);
      expect(await namesIn(join(folder, 'landing'))).toEqual([]);
    });
  });
});
