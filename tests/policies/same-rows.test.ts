import { describe, expect, it } from 'vitest';
import type { RunRecord } from '../../src/kit/index.js';
import { unbalanced } from '../support/balance.js';
import { millrace } from '../support/cli.js';
import { documentOf } from '../support/document.js';
import { type Project, project } from '../support/project.js';
import { type Fault, faulty } from './faulty.js';

/** A contract with bad rows, a node that two read, a function, a folder of files, and a check. */
const nodes = `  orders:
    use: read_csv
    with: { path: raw://orders.csv }
    contract:
      columns:
        id: { type: integer, required: true }
        amount: { type: integer, min: 0 }
      invalid_values: quarantine_row
  twice:
    use: code
    from: orders
    with: { module: ./twice.mjs }
  totals:
    use: aggregate
    from: orders
    with: { by: [region], measures: { total: sum(amount) } }
  enough:
    use: check
    from: totals
    with: { rows: { min: 1 } }
  parts:
    use: write_csv
    from: orders
    with: { path: out://parts/, partition_by: [region] }
  doubled:
    use: write_csv
    from: twice
    with: { path: out://doubled.csv }
  sums:
    use: write_parquet
    from: totals
    with: { path: out://sums.parquet }
`;

const twice = `import { defineTransform } from 'millrace/kit';
export default defineTransform({
  reads: { amount: 'integer' },
  writes: { doubled: 'integer' },
  map: ({ amount }, rows) => ({ doubled: Array.from({ length: rows }, (_, row) => Number(amount.values[row]) * 2) }),
});
`;

const rows = Array.from({ length: 500 }, (_, n) => `${n},${n % 50 === 0 ? -1 : n},${n % 3}`).join('\n');

const made = () =>
  project({
    'pipeline.yaml': documentOf(nodes, 'policies:\n  - retry: { max_attempts: 3, initial: 1s }\n'),
    'data/orders.csv': `id,amount,region\n${rows}\n`,
    'twice.mjs': twice,
  });

/** Each statement that writes fails once at its end, the first time that it is seen. */
const eachOnce = (): Fault => {
  const seen = new Set<string>();
  return ({ query, sink }) => {
    if (sink.kind === 'rows' && !query.text.includes('totals')) return 'none';
    const key = `${sink.kind} ${query.text}`;
    if (seen.has(key)) return 'none';
    seen.add(key);
    return 'after';
  };
};

const run = async (at: Project, fault: Fault) => {
  const { wiring } = faulty(fault);
  const { code, err, out } = await millrace(at, ['run', 'pipeline.yaml', '--json'], { wiring });
  expect(code, err).toBe(0);
  return JSON.parse(out) as RunRecord;
};

const told = ({ stages, contracts, outputs, checks, decisions }: RunRecord) => ({
  stages: stages.map(({ id, rows: count, nodes: names }) => [id, count, names]),
  contracts,
  outputs: outputs.map(({ node, rows: count, rowHash, files, partitions }) => [
    node,
    count,
    rowHash,
    files,
    partitions,
  ]),
  checks,
  decisions: (decisions ?? []).map(({ node, about, chosen }) => [node, about, chosen]),
});

describe('stages that fail once each, after all of their work', () => {
  it('give the rows, counts and quarantine of those that succeed at once', async () => {
    const [sound, hit] = [await made(), await made()];
    const expected = await run(sound, () => 'none');
    const record = await run(hit, eachOnce());
    expect(record.stages.filter(({ attempts }) => attempts !== undefined).length).toBeGreaterThan(3);
    expect(told(record)).toEqual(told(expected));
    const folder = hit.path('.millrace', 'runs', record.runId);
    expect(await unbalanced(record, folder, { orders: hit.path('data/orders.csv') })).toEqual([]);
  });
});
