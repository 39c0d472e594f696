import { describe, expect, test } from 'vitest';
import { profilePipeline } from '../../src/app/profile/index.js';
import { wire } from '../../src/app/wire.js';
import type { Engine } from '../../src/kit/index.js';
import { batchesOf } from '../../src/preflight/profile/batches.js';
import { project } from '../support/project.js';

const sizes = (columns: readonly number[], bytes: number): readonly (readonly number[])[] =>
  batchesOf(columns, (size) => size, bytes);

describe('columns for which a statement takes memory', () => {
  test('are asked of at once where they fit', () => {
    expect(sizes([3, 3, 4], 10)).toEqual([[3, 3, 4]]);
    expect(sizes([], 10)).toEqual([]);
  });

  test('are asked of in batches that each fit, in their order', () => {
    expect(sizes([6, 5, 4, 2], 10)).toEqual([[6], [5, 4], [2]]);
  });

  test('are a batch alone where they do not fit', () => {
    expect(sizes([2, 50, 2, 2], 10)).toEqual([[2], [50], [2, 2]]);
  });
});

const COLUMNS = 300;
const names = Array.from({ length: COLUMNS }, (_, at) => `c${at}`);
const document = `millrace: 1
pipeline: wide
resources: { memory: 512MB, threads: 4, stores: { raw: { folder: . }, out: { folder: ./out } } }
nodes:
  rows: { use: read_csv, with: { path: raw://wide.csv } }
  out: { use: write_parquet, from: rows, with: { path: out://rows.parquet } }
`;

/** How many columns each statement counts the values of, and the profile. */
const profiled = async (rows: number, full: boolean) => {
  const lines = Array.from({ length: rows }, (_, row) => names.map((_, at) => (at % 2 ? row : row % 7)));
  const text = [names, ...lines].map((line) => `${line.join(',')}\n`).join('');
  const at = await project({ 'p.yaml': document, 'wide.csv': text });
  const statements: number[] = [];
  const listening = (engine: Engine): Engine => ({
    ...engine,
    execute: (request, options) => {
      const often = request.query.text.match(/count\(distinct/g)?.length ?? 0;
      if (often > 0) statements.push(often);
      return engine.execute(request, options);
    },
  });
  const wiring = wire({ cwd: at.folder });
  const createEngine: typeof wiring.createEngine = async (options) =>
    listening(await wiring.createEngine(options));
  const { inputs } = await profilePipeline({ ...wiring, createEngine }, at.path('p.yaml'), { full });
  return { statements, columns: inputs[0]?.profile.columns ?? [] };
};

/** Columns that fit a quarter of the memory, by what the engine takes for each and for each thread. */
const most = (threads: number): number => 512_000_000 / 4 / (threads << 21);

describe('a profile of a wide file', () => {
  test('counts all columns of a sample, a few at a time', async () => {
    const { statements, columns } = await profiled(200, false);
    expect(Math.max(...statements)).toBeLessThanOrEqual(most(2));
    expect(statements.reduce((sum, often) => sum + often, 0)).toBe(COLUMNS);
    expect(new Set(columns.map(({ distinct }) => distinct))).toEqual(new Set([7, 200]));
    expect(columns.every(({ isDistinctExact }) => isDistinctExact)).toBe(true);
  });

  test('counts what may be a key where all rows of many are looked at, in few passes', async () => {
    const { statements, columns } = await profiled(21_000, true);
    expect(Math.max(...statements)).toBeLessThanOrEqual(most(4));
    expect(statements.length).toBe(8);
    expect(statements.reduce((sum, often) => sum + often, 0)).toBeLessThan(COLUMNS / 2);
    const exact = columns.filter(({ isDistinctExact }) => isDistinctExact);
    expect(exact.length).toBe(statements.reduce((sum, often) => sum + often, 0));
    expect(exact.every(({ isUnique, distinct }) => isUnique && distinct === 21_000)).toBe(true);
    expect(columns.filter(({ isUnique }) => isUnique)).toEqual(exact);
  });
});
