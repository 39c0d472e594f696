import fc from 'fast-check';
import { expect, test } from 'vitest';
import { millrace } from '../support/cli.js';
import { type Project, project } from '../support/project.js';
import { records, trace } from './trace.js';

/** A row of any node of these documents. */
interface Row {
  readonly k: number | null;
  readonly v: number;
}

type Operation =
  | { readonly kind: 'filter' | 'derive'; readonly by: number }
  | { readonly kind: 'join'; readonly type: 'inner' | 'left' | 'semi' | 'anti' }
  | { readonly kind: 'aggregate' | 'union' };

const row = fc.record({
  k: fc.option(fc.integer({ min: 0, max: 3 }), { freq: 6 }),
  v: fc.integer({ min: -5, max: 5 }),
});
const table = fc.array(row, { minLength: 1, maxLength: 8 });
const operation: fc.Arbitrary<Operation> = fc.oneof(
  fc.record({
    kind: fc.constantFrom('filter' as const, 'derive' as const),
    by: fc.integer({ min: -4, max: 4 }),
  }),
  fc.record({ kind: fc.constant('join' as const), type: fc.constantFrom('inner', 'left', 'semi', 'anti') }),
  fc.record({ kind: fc.constantFrom('aggregate' as const, 'union' as const) }),
);

const nodesFor = (operation: Operation, from: string, name: string): string => {
  switch (operation.kind) {
    case 'filter':
      return `  ${name}: { use: filter, from: ${from}, with: { where: v >= ${operation.by} } }\n`;
    case 'derive':
      return `  ${name}: { use: derive, from: ${from}, with: { columns: { v: v * 2 + ${operation.by} } } }\n`;
    case 'aggregate':
      return `  ${name}: { use: aggregate, from: ${from}, with: { by: [k], measures: { v: "sum(v)::bigint" } } }\n`;
    case 'union':
      return `  ${name}: { use: union, from: { l: ${from}, r: b } }\n`;
    case 'join': {
      const join = `use: join, from: { l: ${from}, r: b }, with: { type: ${operation.type}, keys: [k]`;
      if (operation.type === 'semi' || operation.type === 'anti') return `  ${name}: { ${join} } }\n`;
      return `  ${name}_joined: { ${join}, columns: { k: l.k, v: l.v, w: r.v } } }
  ${name}: { use: select, from: ${name}_joined, with: { columns: { k: k, v: "v + coalesce(w, 0)" } } }
`;
    }
  }
};

const documentOf = (operations: readonly Operation[]): string => {
  const read = (name: string): string =>
    `  ${name}: { use: read_csv, with: { path: data://${name}.csv, header: true, delimiter: ",", types: { k: bigint, v: bigint } } }\n`;
  const steps = operations.map((one, index) =>
    nodesFor(one, index === 0 ? 'a' : `n${index - 1}`, `n${index}`),
  );
  return `millrace: 1
pipeline: drawn
resources: { stores: { data: { folder: ./data }, out: { folder: ./out } } }
nodes:
${read('a')}${read('b')}${steps.join('')}  other: { use: write_csv, from: b, with: { path: out://b.csv } }
  out: { use: write_json, from: n${operations.length - 1}, with: { path: out://rows.json } }
`;
};

const csv = (rows: readonly Row[]): string => `k,v\n${rows.map(({ k, v }) => `${k ?? ''},${v}\n`).join('')}`;

const run = async (at: Project): Promise<readonly Row[]> => {
  const { code, err } = await millrace(at, ['run', 'pipeline.yaml']);
  expect(code, err).toBe(0);
  return JSON.parse(await at.read('out/rows.json')) as readonly Row[];
};

/** Of the rows of a file those that were traced, by their numbers. */
const only = (places: readonly string[], name: string, rows: readonly Row[]): readonly Row[] =>
  rows.filter((_, index) => places.includes(`${name}.csv:${index + 1}`));

test('only the records that were traced give the row again', { timeout: 120_000 }, async () => {
  const drawn = fc.record({
    a: table,
    b: table,
    operations: fc.array(operation, { minLength: 1, maxLength: 4 }),
    pick: fc.nat(),
  });
  await fc.assert(
    fc.asyncProperty(drawn, async ({ a, b, operations, pick }) => {
      const document = documentOf(operations);
      const at = await project({ 'pipeline.yaml': document, 'data/a.csv': csv(a), 'data/b.csv': csv(b) });
      const rows = await run(at);
      const target = rows[pick % Math.max(1, rows.length)];
      if (!target) return;
      const where = `${target.k === null ? 'k is null' : `k = ${target.k}`} and v = ${target.v}`;
      const traced = await trace(at, '--node', 'out', '--where', where, '--limit', '1000');
      const of = (name: string) =>
        traced.nodes.some((node) => node.name === name) ? records(traced, name) : [];
      await at.write({ 'data/a.csv': csv(only(of('a'), 'a', a)), 'data/b.csv': csv(only(of('b'), 'b', b)) });
      expect(await run(at)).toContainEqual(target);
    }),
    { numRuns: 15 },
  );
});
