import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { checkMemory, freeAt } from '../../src/app/check/memory.js';
import { sort } from '../../src/nodes/transform/sort/index.js';
import { parseDocument } from '../../src/spec/index.js';
import { millrace } from '../support/cli.js';
import { query } from '../support/duckdb.js';
import { project } from '../support/project.js';

const DOCUMENT = `millrace: 1
pipeline: sorting
resources:
  memory: 64MB
  threads: 1
  stores: { raw: { folder: . }, out: { folder: ./out } }
nodes:
  p: { use: read_parquet, with: { path: raw://p.parquet } }
  sorted: { use: sort, from: p, with: { by: [n] } }
  out: { use: write_parquet, from: sorted, with: { path: out://o.parquet } }
`;

describe('a sort of more rows than there is memory for', () => {
  const plan = {
    nodes: [
      {
        name: 'sorted',
        kind: sort,
        config: {},
        inputs: [{ alias: 'p', node: 'p' }],
        output: 'out',
        schema: [],
        lineage: { columns: {}, rows: [] },
      },
    ],
  };

  test('is on record with what is free on disk', async () => {
    const at = await project({ 'pipeline.yaml': DOCUMENT });
    await query(`copy (select range as n from range(10000000)) to '${join(at.folder, 'p.parquet')}'`);
    const { out } = await millrace(at, ['explain', 'pipeline.yaml']);
    expect(out).toContain('sorted: proceed memory: spills to disk, about 80 MB');
    expect(out).toMatch(/64 MB of memory may be used, and .* are free where it spills/);
  });

  test('is warned of where the disk has too little room', async () => {
    const parsed = parseDocument(DOCUMENT, 'p.yaml');
    const read = {
      name: 'p',
      kind: { ...sort, kind: 'read_parquet', family: 'read' },
      config: {},
      inputs: [],
      output: 'out',
      schema: [{ name: 'n', type: 'BIGINT' }],
      lineage: { columns: {}, rows: [] },
      source: {
        format: 'parquet',
        files: [{ path: '/p', name: 'p', bytes: 1, modified: 0 }],
        schema: [{ name: 'n', type: 'BIGINT' }],
        groups: [],
        rows: 1_000_000_000,
      },
    } as unknown as Parameters<typeof checkMemory>[1]['nodes'][number];
    const sorted = { ...plan.nodes[0], schema: read.schema } as typeof read;
    const limits = { memory: 1_000_000_000 };
    const short = await checkMemory(parsed, { nodes: [read, sorted] }, limits, async () => 2_000_000_000);
    expect(short.problems).toMatchObject([
      {
        code: 'MR3019',
        severity: 'warning',
        message: '"sorted" spills to disk, about 8 GB, and there is too little room',
      },
    ]);
    const roomy = await checkMemory(parsed, { nodes: [read, sorted] }, limits, async () => 9_000_000_000);
    expect(roomy.problems).toEqual([]);
    expect(roomy.decisions).toHaveLength(1);
  });
});

test('what is free is known of folders that are not there yet', async () => {
  expect(await freeAt(join(tmpdir(), 'not', 'there', 'yet'))).toBeGreaterThan(0);
});
