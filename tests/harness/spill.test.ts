import { describe, expect, test } from 'vitest';
import { mayMount, mountSmall, remount } from '../support/mount.js';
import { project } from '../support/project.js';
import { end, failed, leftOld, leftovers, policies, RUNS, timeout, wentWell } from './cells.js';

/** More distinct words than the engine has memory for. */
const WORDS = `select id, hash(n)::varchar || repeat('x', 200) as word from orders, range(300000) as r(n)`;

/** The engine takes its bound from the room that there is when it first spills: room made later is for the next run. */
const cells = [
  ['no policy', failed('MR3007')],
  ['retry', failed('MR3007')],
  ['last good in any time', leftOld('MR3007')],
] as const;

describe.skipIf(!mayMount)('no room for what the engine spills (needs to mount a small file system)', () => {
  test.each(cells)('under %s', { timeout }, async (policy, ends) => {
    const at = await project({
      'orders.csv': 'id\n0\n',
      'pipeline.yaml': `millrace: 1
pipeline: harness
resources: { memory: 64MB, threads: 2, stores: { raw: { folder: . }, out: { folder: ./out } } }
nodes:
  orders: { use: read_csv, with: { path: raw://orders.csv } }
  many: { use: sql, from: orders, with: { query: "${WORDS}" } }
  words: { use: aggregate, from: many, with: { by: [id, word], measures: { n: count(*) } } }
  counted: { use: aggregate, from: words, with: { by: [id], measures: { words: count(*) } } }
  written: { use: write_csv, from: counted, with: { path: out://orders.csv } }
${policies[policy]}`,
    });
    const runs = at.path('.millrace');
    mountSmall(runs, 'size=300m');
    expect(await end(at)).toEqual(wentWell);
    for (let run = 1; run <= RUNS; run += 1) {
      const before = await at.read('out/orders.csv');
      await at.write({ 'orders.csv': `id\n${run}\n` });
      remount(runs, 'size=2m');
      expect(await end(at)).toEqual(ends);
      expect(await at.read('out/orders.csv')).toBe(before);
      expect(await leftovers(at)).toEqual([]);
      remount(runs, 'size=300m');
      expect(await end(at)).toEqual(wentWell);
      expect(await at.read('out/orders.csv')).toBe(`id,words\n${run},300000\n`);
    }
  });
});
