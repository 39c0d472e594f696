import { rename } from 'node:fs/promises';
import { literal, type PlacedGuard, type RecordFinder } from '../../../kit/index.js';
import type { Session } from '../session.js';

const PAGE = 10_000;

const looksFor = async (session: Session, file: string, finder: RecordFinder): Promise<number> => {
  const where = `from read_parquet(${literal(file).text}) where record is null and "file" is not null`;
  const [[most] = []] = await session.rows(`select max("row") ${where}`);
  for (let from = 0; from < Number(most ?? 0); from += PAGE) {
    const rows = await session.rows(
      `select "row", "file", original ${where} and "row" > ${from} and "row" <= ${from + PAGE}`,
    );
    for (const [row, name, original] of rows)
      finder.add(
        Number(row),
        String(name),
        JSON.parse(String(original)) as Readonly<Record<string, unknown>>,
      );
  }
  return Number(most ?? 0);
};

const LOCATED = 'located records';
const PAIR = JSON.stringify([{ row: 'BIGINT', record: 'BIGINT' }]);

const keepFound = async (session: Session, found: ReadonlyMap<number, number>): Promise<void> => {
  await session.rows(`create or replace temp table "${LOCATED}" ("row" bigint, record bigint)`);
  const pairs = [...found].map(([row, record]) => ({ row, record }));
  for (let from = 0; from < pairs.length; from += PAGE) {
    const page = JSON.stringify(pairs.slice(from, from + PAGE));
    await session.rows(
      `insert into "${LOCATED}" select pair."row", pair.record from (select unnest(from_json($page, '${PAIR}')) as pair)`,
      { page },
    );
  }
};

/** Gives the rows of a quarantine file, as options have it written, the numbers that their records have in their files. */
export const locate = async (
  session: Session,
  { file, finder }: PlacedGuard,
  options: string,
): Promise<void> => {
  if (!finder || (await looksFor(session, file, finder)) === 0) return;
  const found = await finder.find();
  if (found.size === 0) return;
  await keepFound(session, found);
  const located = `${file}.located`;
  await session.rows(
    `copy (select q.* replace (coalesce(q.record, l.record) as record) from read_parquet(${literal(file).text}) as q left join "${LOCATED}" as l using ("row")) to ${literal(located).text} (${options}); drop table "${LOCATED}"`,
  );
  await rename(located, file);
};
