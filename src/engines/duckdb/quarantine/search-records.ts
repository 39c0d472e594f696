import {
  linePlaces,
  literal,
  type PlacedGuard,
  quoted,
  type RecordFinder,
  type RecordShape,
} from '../../../kit/index.js';
import type { Session } from '../session.js';
import { field } from './taken-rows.js';

/** Cells that are taken from the engine at a time. */
const CELLS = 200_000;

/** A row's fields in the order of its file, null where the row has no such column. */
const fieldsOf = (guard: PlacedGuard, { columns }: RecordShape): readonly string[] => {
  const places = linePlaces(guard);
  const known = new Map(guard.columns.map(({ name }, index) => [name, field(places.column(index))]));
  return columns.map((name) => known.get(name) ?? 'null');
};

/** The record as a file has it that writes null as this word. */
const recordSql = (fields: readonly string[], delimiter: string, word: string): string => {
  const texts = fields.map((value) => `coalesce(${value}, ${literal(word).text})`);
  return `concat(${texts.join(`, ${literal(delimiter).text}, `)})`;
};

const lookForShape = async (
  session: Session,
  guard: PlacedGuard,
  finder: RecordFinder,
  kept: string,
  shape: RecordShape,
): Promise<void> => {
  const fields = fieldsOf(guard, shape);
  const own = `from ${kept} where record is null and v is not null and "file" in ${literal(shape.files).text}`;
  const [[most] = []] = await session.rows(`select max("row") ${own}`);
  const page = Math.max(100, Math.floor(CELLS / fields.length));
  for (const [index, word] of shape.nulls.entries()) {
    const written = recordSql(fields, shape.delimiter, word);
    const where =
      index === 0 ? own : `${own} and (${fields.map((value) => `${value} is null`).join(' or ')})`;
    for (let from = 0; from < Number(most ?? 0); from += page) {
      const rows = await session.rows(
        `select "row", "file", ${written} ${where} and "row" > ${from} and "row" <= ${from + page}`,
      );
      for (const [row, name, record] of rows) finder.add(Number(row), String(name), String(record));
    }
  }
};

const FOUND = 'found records';
const PAIR = JSON.stringify([{ row: 'BIGINT', record: 'BIGINT' }]);
const PAGE = 20_000;

const keepFound = async (session: Session, found: ReadonlyMap<number, number>): Promise<void> => {
  await session.rows(`create or replace temp table ${quoted(FOUND)} ("row" bigint, record bigint)`);
  const pairs = [...found].map(([row, record]) => ({ row, record }));
  for (let from = 0; from < pairs.length; from += PAGE) {
    const page = JSON.stringify(pairs.slice(from, from + PAGE));
    await session.rows(
      `insert into ${quoted(FOUND)} select pair."row", pair.record from (select unnest(from_json($page, '${PAIR}')) as pair)`,
      { page },
    );
  }
};

/** SQL of the numbers that rows have in their files, which are searched for their records. */
export const searchRecords = async (
  session: Session,
  guard: PlacedGuard,
  finder: RecordFinder,
  kept: string,
): Promise<string> => {
  for (const shape of finder.shapes) await lookForShape(session, guard, finder, kept, shape);
  await keepFound(session, await finder.find());
  return `from ${quoted(FOUND)}`;
};
