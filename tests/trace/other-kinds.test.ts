import { expect, test } from 'vitest';
import * as z from 'zod';
import type { Trace } from '../../src/app/trace/index.js';
import { createRegistry, defineNode, sql } from '../../src/kit/index.js';
import { builtInKinds } from '../../src/nodes/index.js';
import { millrace } from '../support/cli.js';
import { project } from '../support/project.js';
import { documentOf, nodeOf, records } from './trace.js';

const common = {
  summary: 'A kind of someone else.',
  description: '',
  config: z.strictObject({}),
  inputs: { min: 1, max: 1 },
  example: { document: '' },
} as const;

/** Carries all columns along. */
const positive = defineNode({
  ...common,
  family: 'transform',
  kind: 'positive',
  rowByRow: () => true,
  lower: ({ input }) => sql`select * from ${input} where n > 0`,
});

/** Goes row by row, and gives none but its own columns. */
const doubled = defineNode({
  ...common,
  family: 'transform',
  kind: 'doubled',
  rowByRow: () => true,
  lower: ({ input }) => sql`select id, n * 2 as n from ${input}`,
  passes: ({ input }) => ({ id: { input: input.alias, column: 'id' } }),
});

/** Tells nothing of itself. */
const counted = defineNode({
  ...common,
  family: 'transform',
  kind: 'counted',
  lower: ({ input }) => sql`select count(*) as n from ${input}`,
});

const traceOf = async (kind: string, where: string): Promise<Trace> => {
  const at = await project({
    'pipeline.yaml': documentOf(`  rows: { use: read_csv, with: { path: data://rows.csv } }
  made: { use: ${kind}, from: rows }
  out: { use: write_csv, from: made, with: { path: out://made.csv } }
`),
    'data/rows.csv': 'id,n\n1,5\n2,-5\n3,7\n',
  });
  const registry = createRegistry([...builtInKinds, positive, doubled, counted]);
  const words = ['trace', 'pipeline.yaml', '--json', '--node', 'made', '--where', where];
  const { code, out, err } = await millrace(at, words, { wiring: { registry } });
  expect(code, err).toBe(0);
  return JSON.parse(out) as Trace;
};

test('a kind that goes row by row carries a mark along', async () => {
  const traced = await traceOf('positive', 'n = 7');
  expect(records(traced, 'rows')).toEqual(['rows.csv:3']);
  expect(nodeOf(traced, 'made').inputs).toEqual([{ node: 'rows', port: 'rows' }]);
});

test('where it does not, rows are told by the columns that pass through unchanged', async () => {
  const traced = await traceOf('doubled', 'n = -10');
  expect(records(traced, 'rows')).toEqual(['rows.csv:2']);
  expect(nodeOf(traced, 'made').inputs[0]?.rough).toBe(
    'any row may have had a part: the kind does not tell which',
  );
});

test('of a kind that tells nothing, any row may have had a part', async () => {
  const traced = await traceOf('counted', 'n = 3');
  expect(records(traced, 'rows')).toEqual(['rows.csv:1', 'rows.csv:2', 'rows.csv:3']);
  expect(nodeOf(traced, 'made').inputs[0]?.rough).toMatch(/any row/);
});
