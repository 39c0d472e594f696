import { expect, test } from 'vitest';
import { millrace } from '../support/cli.js';
import { codeProject } from './code.js';

const explained = async (transform: string, ...options: readonly string[]): Promise<string> => {
  const at = await codeProject({ rows: 'key,n\na,1\n', transform });
  const { code, out, err } = await millrace(at, ['explain', 'pipeline.yaml', ...options]);
  expect(code, err).toBe(0);
  return out;
};

const reads = `reads: { key: 'varchar', n: 'bigint' }`;
const aggregate = (by: string): string =>
  `{ ${reads}, writes: { t: 'bigint' }, aggregate: { by: ${by}, init: () => 0n, update: (all) => all, merge: (a, b) => a + b, finish: (t) => ({ t }) } }`;
const partitioned = (by: string): string =>
  `{ ${reads}, writes: { t: 'bigint' }, partitioned: { by: ${by}, order: ['n'], start: () => ({}), map: ({ n }) => ({ t: n.values }) } }`;

test.each([
  [
    `{ ${reads}, writes: { m: 'bigint' }, map: ({ n }) => ({ m: n.values }) }`,
    'read by the processes: "rows" by files, row groups or slices of about 16 MB',
  ],
  [
    aggregate(`['key']`),
    'by hash of "key" into 16 partitions; keys of more than 1,000,000 rows by range, merged',
  ],
  [aggregate('[]'), 'in one partition; more than 1,000,000 rows by range, merged'],
  [
    partitioned(`['key']`),
    'by hash of "key" into 16 partitions; keys of more than 1,000,000 rows in one each, which are begun first: a state in order cannot be cut',
  ],
  [partitioned('[]'), 'in one partition: a state in order over all rows cannot be cut'],
])('explain says how rows are shared out among processes: %s', async (transform, words) => {
  expect(await explained(transform)).toContain(`goes to the function of "made", ${words}`);
});

test('explain --json has the same as values', async () => {
  const { stages } = JSON.parse(await explained(aggregate(`['key']`), '--format', 'json'));
  expect(stages[0].partitioning).toEqual({
    exchange: 'hash',
    by: ['key'],
    partitions: 16,
    giant: { rows: 1_000_000, exchange: 'range' },
  });
  expect(stages[1]).not.toHaveProperty('partitioning');
});
