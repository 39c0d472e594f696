import { describe, expect, test } from 'vitest';
import { type Fault, faulty, firstTimes } from '../policies/faulty.js';
import { project } from '../support/project.js';
import { end, leftovers, type PolicyName, policies, RUNS } from './cells.js';

const always =
  (how: ReturnType<Fault>): Fault =>
  () =>
    how;

const faults = {
  'fails before it writes': always('before'),
  'fails after it wrote': always('after'),
  'fails twice and then does not': firstTimes(2),
  hangs: always('hangs'),
} as const;
type FaultName = keyof typeof faults;

/** How a run ends whose stages fail: as its policy says. Without one, a run that hangs is not ended. */
const cells: readonly (readonly [FaultName, PolicyName, string, readonly string[]])[] = [
  ['fails before it writes', 'no policy', 'failed', ['MR3016']],
  ['fails before it writes', 'retry', 'failed', ['MR3016']],
  ['fails before it writes', 'retry in time', 'failed', ['MR3016']],
  ['fails before it writes', 'last good', 'succeeded', ['MR3016', 'MR7020']],
  ['fails after it wrote', 'no policy', 'failed', ['MR3016']],
  ['fails after it wrote', 'retry', 'failed', ['MR3016']],
  ['fails after it wrote', 'retry in time', 'failed', ['MR3016']],
  ['fails after it wrote', 'last good', 'succeeded', ['MR3016', 'MR7020']],
  ['fails twice and then does not', 'no policy', 'failed', ['MR3016']],
  ['fails twice and then does not', 'retry', 'succeeded', []],
  ['fails twice and then does not', 'last good', 'succeeded', ['MR3016', 'MR7020']],
  ['hangs', 'retry in time', 'failed', ['MR7010']],
  ['hangs', 'last good', 'succeeded', ['MR7010', 'MR7020']],
];

describe('while stages run', () => {
  test.each(cells)('a stage that %s, under %s: %s', async (fault, policy, status, codes) => {
    const at = await project({
      'orders.csv': 'id\n0\n',
      'pipeline.yaml': `millrace: 1
pipeline: harness
resources: { stores: { raw: { folder: . }, out: { folder: ./out } } }
nodes:
  orders: { use: read_csv, with: { path: raw://orders.csv } }
  written: { use: write_csv, from: orders, with: { path: out://orders.csv } }
${policies[policy]}`,
    });
    expect((await end(at)).status).toBe('succeeded');
    for (let run = 1; run <= RUNS; run += 1) {
      const before = await at.read('out/orders.csv');
      const content = `id\n${run}\n`;
      await at.write({ 'orders.csv': content });
      expect(await end(at, faulty(faults[fault]).wiring)).toEqual({ status, codes });
      expect(await at.read('out/orders.csv')).toBe(codes.length === 0 ? content : before);
      expect(await leftovers(at)).toEqual([]);
    }
  });
});
