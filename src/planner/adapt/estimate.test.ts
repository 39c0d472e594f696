import { describe, expect, test } from 'vitest';
import type { SourceInfo } from '../../kit/index.js';
import { documentOf, planOf } from '../testing/plan.js';
import { heldBytes } from './estimate.js';

const MB = 1_000_000;

const file = (path: string, bytes: number) => ({ path, name: path, bytes, modified: '2026-01-01T00:00:00Z' });

/** What nodes hold, over a Parquet file of a million rows and CSV files. */
const held = async (nodes: string, path = 'a.csv') => {
  const head = `resources: { stores: { raw: { folder: . } } }\n`;
  const reading = `  p: { use: read_parquet, with: { path: "raw://p.parquet" } }
  c: { use: read_csv, with: { path: "raw://${path}" } }
`;
  const columns = { p: 'id BIGINT, x BIGINT', c: 'id BIGINT, note VARCHAR' };
  const { plan, problems } = await planOf(documentOf(reading + nodes, head), columns);
  expect(problems.filter(({ code }) => code !== 'MR2008')).toEqual([]);
  const sourced = (name: string, source: SourceInfo): SourceInfo =>
    name === 'p'
      ? { ...source, files: [file('p.parquet', MB)], rows: MB }
      : { ...source, files: [file(path, 100 * MB)] };
  return heldBytes({
    nodes: plan.nodes.map((node) =>
      node.source ? { ...node, source: sourced(node.name, node.source) } : node,
    ),
  });
};

const one = async (nodes: string, path?: string) => {
  const [first, ...others] = await held(nodes, path);
  expect(others).toEqual([]);
  return first && { bytes: Math.round(first.bytes / MB), isMost: first.isMost };
};

describe('a node holds', () => {
  test.each([
    [
      'all rows that it sorts, by rows and types',
      '  n: { use: sort, from: p, with: { by: [x] } }\n',
      16,
      false,
    ],
    ['those of text by the size of files', '  n: { use: sort, from: c, with: { by: [id] } }\n', 100, false],
    ['each different row at most', '  n: { use: distinct, from: c }\n', 100, true],
    [
      'groups at most',
      '  n: { use: aggregate, from: p, with: { by: [x], measures: { n: count(*) } } }\n',
      16,
      true,
    ],
    [
      'the smaller side of a join',
      '  n: { use: join, from: { p: p, c: c }, with: { keys: [id], columns: [p.*] } }\n',
      16,
      true,
    ],
    [
      'columns that come to it only',
      '  s: { use: select, from: p, with: { columns: [x] } }\n  n: { use: sort, from: s, with: { by: [x] } }\n',
      8,
      false,
    ],
    [
      'at most what a filter lets through',
      '  s: { use: filter, from: p, with: { where: x > 1 } }\n  n: { use: sort, from: s, with: { by: [x] } }\n',
      16,
      true,
    ],
  ])('%s', async (_, nodes, bytes, isMost) => {
    expect(await one(nodes)).toEqual({ bytes, isMost });
  });

  test('five times the size of packed text', async () => {
    expect(await one('  n: { use: sort, from: c, with: { by: [id] } }\n', 'a.csv.gz')).toEqual({
      bytes: 500,
      isMost: false,
    });
  });

  test('next to nothing where only the first rows are wanted, or rows go by', async () => {
    const cut = `  n: { use: sort, from: p, with: { by: [x] } }
  m: { use: limit, from: n, with: { rows: 10 } }
  k: { use: filter, from: c, with: { where: id > 1 } }
`;
    expect(await held(cut)).toEqual([]);
  });
});
