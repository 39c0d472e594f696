import type { PlacedGuard } from '../../../kit/index.js';
import type { Session } from '../session.js';
import { readRecords } from './read-records.js';
import { searchRecords } from './search-records.js';

/** Whether files can be gone through once more for the numbers of their records. */
export const isLocatable = ({ finder, reader }: PlacedGuard): boolean =>
  finder !== undefined || reader !== undefined;

const numbersOf = async (session: Session, guard: PlacedGuard, kept: string): Promise<string | undefined> => {
  const { finder, reader } = guard;
  if (finder) return searchRecords(session, guard, finder, kept);
  return reader && readRecords(session, guard, reader, kept);
};

/** SQL of rows that were kept, with the numbers that their records have in their files. */
export const locate = async (session: Session, guard: PlacedGuard, kept: string): Promise<string> => {
  const numbers = await numbersOf(session, guard, kept);
  return numbers === undefined
    ? `from ${kept}`
    : `select q.* replace (coalesce(q.record, l.record) as record) from ${kept} as q left join (${numbers}) as l using ("row")`;
};
