import {
  type Column,
  type ColumnReading,
  type ColumnReadings,
  type Engine,
  type EngineLimits,
  identifier,
  joined,
  keyword,
  literal,
  plainText,
  type Schema,
  type SourceInfo,
  type Sql,
  specOf,
  sql,
} from '../../kit/index.js';
import { type Chosen, chosenRows } from './choose.js';
import { countDistinct, measuredCounts } from './distinct.js';
import { type Detector, meaningSql, meaningsOf, type Shown } from './meaning.js';
import { measureColumns } from './measure-columns.js';
import { countsDistinct, type Detailed, isNumber, type Measured } from './measures.js';
import { readRows } from './read-rows.js';
import { type FileStatistics, statisticsOf, statisticsSql } from './statistics.js';
import type { ColumnProfile, InputProfile } from './types.js';

/** A source, the part of it that was chosen, and how it is read. */
export interface Profiling {
  /** Name of the table that the sample is kept in meanwhile. */
  readonly table: string;
  readonly info: SourceInfo;
  readonly chosen: Chosen;
  readonly rowsOf: (info: SourceInfo) => Sql;
  readonly detector: Detector;
  readonly signal: AbortSignal;
  /** Whether counts, bounds and what numbers mean are enough. */
  readonly isLean?: boolean;
  /** What the engine may take. */
  readonly limits: EngineLimits;
  /** How a contract reads columns of text; those that it does not name have the types that they seem to have. */
  readonly readings?: ColumnReadings;
}

const typeOf = ({ found, format, type }: Column): string => found ?? format?.type ?? type;

const readingOf = ({ name, type }: Column, readings: ColumnReadings): ColumnReading | undefined =>
  type === 'VARCHAR' ? specOf(readings, name) : undefined;

/** The type that a column has in the profile. */
const typeIn = (column: Column, readings: ColumnReadings): string =>
  readingOf(column, readings)?.type ?? typeOf(column);

/** Columns that are read as text, for the sake of a contract, have the types here that it gives them, or that they seem to have. */
const typed = (schema: Schema, rows: Sql, readings: ColumnReadings): Sql => {
  const columns = schema.map((column) => {
    const own = identifier(column.name);
    const { found, format } = column;
    const reading = readingOf(column, readings);
    const plain = format ? plainText(own, format) : own;
    if (reading) return sql`${reading.of(plain, format !== undefined)} as ${own}`;
    if (found === undefined && format === undefined) return own;
    return sql`try_cast(${plain} as ${keyword(typeOf(column))}) as ${own}`;
  });
  return sql`select ${joined(columns)} from (${rows})`;
};

interface Found {
  readonly rows: number;
  readonly all: number;
  readonly measured: Measured;
  readonly detailed: Detailed;
  /** Different values, where they were counted. */
  readonly counted: number | undefined;
  readonly file: FileStatistics | undefined;
  readonly semantic: ColumnProfile['semantic'];
  readonly isWhole: boolean;
}

const heavyOf = ({ top, values }: Measured, { counts }: Detailed): ColumnProfile['heavy'] =>
  top
    .map((value, index) => ({ value, count: counts[index] ?? 0 }))
    .filter(({ count }) => count > 1)
    .toSorted((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1))
    .map(({ value, count }) => ({ value, share: count / values }));

const columnOf = ({ name, type }: Column, found: Found): ColumnProfile => {
  const { rows, all, measured, detailed, counted, file, semantic } = found;
  const { values, least, greatest, mean, quantiles, length } = measured;
  const distinct = Math.min(values, counted ?? measured.distinct);
  const nullShare =
    file?.nulls !== undefined && all > 0 ? file.nulls / all : rows === 0 ? 0 : (rows - values) / rows;
  return {
    name,
    type,
    nullShare,
    distinct,
    isDistinctExact: counted !== undefined || values === 0,
    isUnique: values > 1 && counted === values,
    least: file?.least ?? least,
    greatest: file?.greatest ?? greatest,
    isWhole: found.isWhole || (file?.nulls !== undefined && file.least !== undefined),
    heavy: heavyOf(measured, detailed),
    ...(mean === undefined ? {} : { mean }),
    ...(quantiles ? { quantiles } : {}),
    ...(detailed.histogram ? { histogram: detailed.histogram } : {}),
    ...(length ? { length } : {}),
    ...(semantic ? { semantic } : {}),
    isMasked: false,
  };
};

const bytesOf = ({ files }: SourceInfo): number => files.reduce((sum, { bytes }) => sum + bytes, 0);

const shownTops = (schema: Schema, measured: readonly Measured[]): readonly Shown[] =>
  schema.map((column, index) => ({ column, values: measured[index]?.top ?? [] }));

/** Of text no values are told, so what it means does not matter. */
const shownBounds = (schema: Schema, measured: readonly Measured[]): readonly Shown[] =>
  schema.flatMap((column, index) => {
    const { least, greatest } = measured[index] ?? {};
    return isNumber(column.type) ? [{ column, values: [least, greatest].flatMap((text) => text ?? []) }] : [];
  });

/** Rows of the whole input: as its files say, as counted, or by the bytes that a row of the sample takes. */
const rowsOfAll = ({ info, chosen }: Profiling, sampled: number): { rows: number; isExact: boolean } => {
  if (info.rows !== undefined) return { rows: info.rows, isExact: true };
  if (chosen.isWhole) return { rows: sampled, isExact: true };
  const isCut = chosen.windows.length === 0;
  const rows = isCut ? Math.round((sampled / Math.max(1, bytesOf(chosen.info))) * bytesOf(info)) : sampled;
  return { rows, isExact: !isCut && sampled < (chosen.windows[0]?.rows ?? 0) };
};

const statistics = async (engine: Engine, { info, signal }: Profiling, schema: Schema) => {
  if (info.format !== 'parquet') return new Map<string, FileStatistics>();
  const rows = await readRows(engine, statisticsSql(info.files), 100_000, signal);
  return statisticsOf(schema, rows);
};

/** Rows that are kept to find what columns mean, where all are looked at: fewer of wide inputs. */
const keptRows = ({ length }: Schema): number => Math.max(500, Math.min(20_000, Math.floor(1e6 / length)));

/** The profile of an input, from the part of it that was chosen: few statements, whatever the number of columns. */
export const profileSource = async (engine: Engine, profiling: Profiling): Promise<InputProfile> => {
  const { table, info, chosen, detector, limits, signal, rowsOf, readings = {}, isLean = false } = profiling;
  const schema = info.schema.map((column) => ({ name: column.name, type: typeIn(column, readings) }));
  const query = typed(info.schema, chosenRows(rowsOf(chosen.info), chosen), readings);
  const sampled = identifier(table);
  const isFull = chosen.isWhole && (info.rows ?? bytesOf(info) / 100) > 200_000;
  const rows = isFull ? sql`(${query})` : sampled;
  const kept = isFull ? sql`select * from (${query}) limit ${literal(keptRows(schema))}` : query;
  const options = { signal, onProgress: () => undefined };
  await engine.execute({ query: kept, sink: { kind: 'table', table } }, options);
  try {
    const depth = { isFull, isLean };
    const { count, measured, detailed } = await measureColumns(engine, {
      schema,
      rows,
      depth,
      limits,
      signal,
    });
    const names = schema.map(({ name }) => name);
    const counted = isLean
      ? measuredCounts(measured, countsDistinct(schema, depth))
      : await countDistinct(engine, { names, measured, rows, isFull, limits, signal });
    const shown = isLean ? shownBounds(schema, measured) : shownTops(schema, measured);
    const meaning = meaningSql(shown, sampled, detector);
    const shares = meaning ? await readRows(engine, meaning, schema.length, signal) : [];
    const meanings = meaningsOf(shown, shares, detector);
    const files = await statistics(engine, profiling, schema);
    const all = rowsOfAll(profiling, count);
    return {
      format: info.format,
      files: info.files.length,
      bytes: bytesOf(info),
      ...all,
      sample: { rows: count, isWhole: chosen.isWhole, from: chosen.from },
      columns: schema.map((column, index) => {
        const found = measured[index] as Measured;
        return columnOf(column, {
          rows: count,
          all: all.rows,
          measured: found,
          detailed: detailed[index] ?? { counts: [] },
          counted: counted.get(index),
          file: files.get(column.name),
          semantic: meanings.get(column.name),
          isWhole: chosen.isWhole,
        });
      }),
    };
  } finally {
    await engine.dropTable(table);
  }
};
