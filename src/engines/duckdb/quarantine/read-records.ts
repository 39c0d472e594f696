import { linePlaces, literal, type PlacedGuard, quoted, type RecordReader } from '../../../kit/index.js';
import type { Session } from '../session.js';

/** The row's values as one list, which stand in the line one behind the other. */
const textsOf = (guard: PlacedGuard): string => {
  const { column } = linePlaces(guard);
  return `v[${column(0)}:${column(guard.columns.length - 1)}]`;
};

/** 64 bits by which rows of a file are told apart: long texts would have to be sorted. */
const mark = (texts: string): string => `hash(to_json(${texts})::varchar) as mark`;

const nth = (order: string): string => `row_number() over (partition by "file", mark order by ${order}) as n`;

/** Rows of quarantine that have no number yet. */
const UNKNOWN = 'record is null and v is not null';

/** Rows that are the same are bad alike: they get the numbers of their records in order. */
const pairs = (guard: PlacedGuard, records: string, kept: string, names: readonly string[]): string => `
  with sought as (
    select "row", "file", ${mark(textsOf(guard))} from ${kept} where ${UNKNOWN} and "file" in ${literal(names).text}
  ),
  records as (select "file", record, ${mark('texts')} from (${records})),
  met as (select * from records semi join sought using ("file", mark))
  select "row", record
  from (select *, ${nth('"row"')} from sought) join (select *, ${nth('record')} from met) using ("file", mark, n)`;

const FOUND = quoted('read records');

/**
 * SQL of the numbers that rows have in their files, by one more pass over those in which there are any. Undefined for
 * none, and where the pass fails, as it does in a damaged file: the rows are kept all the same.
 */
export const readRecords = async (
  session: Session,
  guard: PlacedGuard,
  reader: RecordReader,
  kept: string,
): Promise<string | undefined> => {
  const rows = await session.rows(`select distinct "file" from ${kept} where ${UNKNOWN}`);
  const names = rows.map(([name]) => String(name)).filter((name) => reader.files.includes(name));
  if (names.length === 0 || guard.columns.length === 0) return undefined;
  const query = pairs(guard, reader.read(names).text, kept, names);
  return session.rows(`create or replace temp table ${FOUND} as ${query}`).then(
    () => `from ${FOUND}`,
    () => undefined,
  );
};
