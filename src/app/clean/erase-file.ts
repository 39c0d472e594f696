import { rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Engine, joined, literal, originalPointer, type Sql, sql } from '../../kit/index.js';
import { quarantineRows } from '../quarantine/relation.js';
import { readRows, smallEngine, unwatched } from '../read-rows.js';
import type { Wiring } from '../wiring.js';

/** What is looked for in a quarantine file. */
export interface Sought {
  readonly isMeant: (name: string) => boolean;
  /** The value as it was written. */
  readonly value: string;
}

/** What was found there. */
export interface Found {
  readonly rows: number;
  /** The value in all forms that the rows have of it. */
  readonly forms: readonly string[];
}

const namesIn = async (engine: Engine, file: string): Promise<readonly string[]> => {
  const query = sql`select distinct unnest(json_keys(original)) from ${quarantineRows(file)} where not is_record`;
  return (await readRows(engine, query, 100_000)).map(([name]) => String(name));
};

const valuesOf = (names: readonly string[]): readonly Sql[] =>
  names.flatMap((name) => {
    const pointer = literal(originalPointer(name));
    return [sql`original ->> ${pointer}`, sql`plain ->> ${pointer}`];
  });

/**
 * A value counts in both of its forms. A record that gave no row is text: it is erased where it holds the value anywhere,
 * be it with quotes that are doubled.
 */
const holds = (names: readonly string[], value: string): Sql => {
  const text = sql`(original ->> '/csv')`;
  const inRecord = [value, value.replaceAll('"', '""')]
    .filter((form) => form !== '')
    .map((form) => sql`contains(${text}, ${literal(form)})`);
  const inRow = valuesOf(names).map((found) => sql`coalesce((${found}) = ${literal(value)}, false)`);
  return sql`case when is_record then ${joined([sql`false`, ...inRecord], ' or ')} else ${joined([sql`false`, ...inRow], ' or ')} end`;
};

const formsIn = async (
  engine: Engine,
  file: string,
  names: readonly string[],
  held: Sql,
): Promise<readonly string[]> => {
  if (names.length === 0) return [];
  const query = sql`select distinct unnest([${joined(valuesOf(names))}]) from ${quarantineRows(file)} where not is_record and ${held}`;
  return (await readRows(engine, query, 1000)).flatMap(([form]) => (form === null ? [] : [String(form)]));
};

/** Writes the other rows beside the file, then takes its place: a kill leaves the one or the other. */
const rewrite = async (engine: Engine, file: string, held: Sql): Promise<void> => {
  const staged = `${file}.erasing`;
  const query = sql`select * from ${quarantineRows(file)} where not (${held})`;
  const sink = { kind: 'file', path: staged, format: 'parquet', options: { compression: 'zstd' } } as const;
  try {
    await engine.execute({ query, sink }, unwatched());
    await rename(staged, file);
  } finally {
    await rm(staged, { force: true });
  }
};

const engineFor = (wiring: Wiring, file: string): Promise<Engine> =>
  smallEngine(wiring, {
    readable: [file],
    writable: [dirname(file)],
    spillFolder: join(dirname(file), 'spill'),
  });

/** Erases the rows of a quarantine file that have a value in a column; in a rehearsal they are counted only. */
export const eraseInFile = async (
  wiring: Wiring,
  file: string,
  { isMeant, value }: Sought,
  isRehearsal: boolean,
): Promise<Found> => {
  const engine = await engineFor(wiring, file);
  try {
    const names = (await namesIn(engine, file)).filter(isMeant);
    const held = holds(names, value);
    const count = sql`select count(*) from ${quarantineRows(file)} where ${held}`;
    const rows = Number((await readRows(engine, count, 1))[0]?.[0] ?? 0);
    if (rows === 0) return { rows, forms: [] };
    const forms = await formsIn(engine, file, names, held);
    if (!isRehearsal) await rewrite(engine, file, held);
    return { rows, forms };
  } finally {
    await engine.close();
  }
};
