import { describe, expect, test } from 'vitest';
import { createFetch } from '../../src/storage/index.js';
import { project } from '../support/project.js';
import { end, leftovers, type PolicyName, policies, RUNS } from './cells.js';
import { type Condition, changingServer } from './server.js';

/** How a run ends while its files are fetched: as its policy says. */
const cells: readonly (readonly [Condition, PolicyName, string, string])[] = [
  ['failing', 'no policy', 'failed', 'MR3040'],
  ['failing', 'retry', 'failed', 'MR3040'],
  ['failing', 'retry in time', 'failed', 'MR3040'],
  ['flapping', 'no policy', 'failed', 'MR3040'],
  ['flapping', 'retry', 'succeeded', ''],
  ['flapping', 'retry in time', 'succeeded', ''],
  ['slow', 'no policy', 'succeeded', ''],
  ['slow', 'retry', 'succeeded', ''],
  ['slow', 'retry in time', 'failed', 'MR7010'],
  ['hanging', 'no policy', 'failed', 'MR3040'],
  ['hanging', 'retry', 'failed', 'MR3040'],
  ['hanging', 'retry in time', 'failed', 'MR7010'],
  ['lying', 'no policy', 'failed', 'MR3042'],
  ['lying', 'retry', 'failed', 'MR3042'],
  ['lying', 'retry in time', 'failed', 'MR3042'],
  ['cut short', 'no policy', 'failed', 'MR3041'],
  ['cut short', 'retry', 'failed', 'MR3041'],
  ['cut short', 'retry in time', 'failed', 'MR3041'],
];

describe('while files are fetched', () => {
  test.each(cells)('a server that is %s, under %s: %s', async (condition, policy, status, code) => {
    let content = 'id\n0\n';
    const server = await changingServer(() => content);
    const at = await project({
      'pipeline.yaml': `millrace: 1
pipeline: harness
resources: { stores: { partner: { url: "${server.url}" }, out: { folder: ./out } } }
nodes:
  orders: { use: read_csv, with: { path: partner://orders.csv } }
  written: { use: write_csv, from: orders, with: { path: out://orders.csv } }
${policies[policy]}`,
    });
    const wiring = { fetchFile: createFetch({ stallSeconds: 0.4 }) };
    expect(await end(at, wiring)).toEqual({ status: 'succeeded', codes: [] });
    for (let run = 1; run <= RUNS; run += 1) {
      const before = await at.read('out/orders.csv');
      content = `id\n${run}\n`;
      server.become(condition);
      expect(await end(at, wiring)).toEqual({ status, codes: code === '' ? [] : [code] });
      expect(await at.read('out/orders.csv')).toBe(status === 'succeeded' ? content : before);
      expect(await leftovers(at)).toEqual([]);
      server.become('sound');
      expect(await end(at, wiring)).toEqual({ status: 'succeeded', codes: [] });
      expect(await at.read('out/orders.csv')).toBe(content);
    }
  });
});
