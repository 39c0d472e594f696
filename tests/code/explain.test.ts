import { expect, test } from 'vitest';
import { millrace } from '../support/cli.js';
import { codeProject } from './code.js';

const explained = async (transform: string): Promise<string> => {
  const at = await codeProject({ rows: 'key,n\na,1\n', transform });
  const { code, out, err } = await millrace(at, ['explain', 'pipeline.yaml']);
  expect(code, err).toBe(0);
  return out;
};

const reads = `reads: { key: 'varchar', n: 'bigint' }`;
const aggregate = (by: string): string =>
  `{ ${reads}, writes: { t: 'bigint' }, aggregate: { by: ${by}, init: () => 0n, update: (all) => all, merge: (a, b) => a + b, finish: (t) => ({ t }) } }`;

test.each([
  [
    `{ ${reads}, writes: { m: 'bigint' }, map: ({ n }) => ({ m: n.values }) }`,
    'in partitions of about one size',
  ],
  [aggregate(`['key']`), 'in partitions by the hash of "key"'],
  [aggregate('[]'), 'in one partition'],
])('explain says how rows are shared out among processes: %s', async (transform, words) => {
  expect(await explained(transform)).toContain(`goes to the function of "made", ${words}`);
});
