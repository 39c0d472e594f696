import type { Engine, EngineLimits, Schema, Sql } from '../../kit/index.js';
import { batchesOf, budgetOf, threadsFor } from './batches.js';
import {
  type Depth,
  type Detailed,
  detailedAt,
  detailSql,
  type Measured,
  measuredAt,
  measureSql,
} from './measures.js';
import { readRows } from './read-rows.js';

/** Bytes of the vectors that one statement keeps for each column and thread, as measured. */
const VECTORS = 3 << 19;
const LEAN_VECTORS = 1 << 18;

/** The rows that were looked at, and what they tell of each column. */
export interface MeasuredColumns {
  readonly count: number;
  readonly measured: readonly Measured[];
  readonly detailed: readonly Detailed[];
}

interface Measuring {
  readonly schema: Schema;
  readonly rows: Sql;
  readonly depth: Depth;
  readonly limits: EngineLimits;
  readonly signal: AbortSignal;
}

const NOTHING: Detailed = { counts: [] };

const measureBatch = async (
  engine: Engine,
  { schema, rows, depth, signal }: Measuring,
): Promise<MeasuredColumns> => {
  const [first = []] = await readRows(engine, measureSql(schema, rows, depth), 1, signal);
  const measured = schema.map((_, index) => measuredAt(first, index));
  const count = Number(first[0] ?? 0);
  if (depth.isLean) return { count, measured, detailed: measured.map(() => NOTHING) };
  const [second = []] = await readRows(engine, detailSql(schema, measured, rows), 1, signal);
  return { count, measured, detailed: measured.map((found, index) => detailedAt(second, index, found)) };
};

/** Measures all columns: few statements, each for as many columns as there is memory for. */
export const measureColumns = async (engine: Engine, measuring: Measuring): Promise<MeasuredColumns> => {
  const { schema, depth, limits } = measuring;
  const bytes = (depth.isLean ? LEAN_VECTORS : VECTORS) * threadsFor(limits, depth.isFull);
  const batches = batchesOf(schema, () => bytes, budgetOf(limits));
  const all: MeasuredColumns[] = [];
  for (const batch of batches) all.push(await measureBatch(engine, { ...measuring, schema: batch }));
  return {
    count: all[0]?.count ?? 0,
    measured: all.flatMap(({ measured }) => measured),
    detailed: all.flatMap(({ detailed }) => detailed),
  };
};
