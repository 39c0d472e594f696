import { failure, type MillraceError } from '../../../base/errors/index.js';
import { literal } from '../../../kit/index.js';
import { watched } from '../execute.js';
import type { Session, SessionValues } from '../session.js';
import { kindOf } from './faults.js';

/** The one table of such a file. */
export const TABLE = 'rows';

/** Its columns go by their numbers: one that is called `rowid` must not hide the numbers of the rows. */
export const columnOf = (index: number): string => `c${index}`;

const FILE = 'apart';

const notKept = (thrown: unknown): MillraceError =>
  failure('MR8906', `the rows could not be made readable: ${kindOf(thrown)}`);

/** Makes a query into the table of a new file: what is not in the file cannot be asked for there. */
export const keepApart = async (
  session: Session,
  { query, columns }: { readonly query: string; readonly columns: number },
  values: SessionValues,
  path: string,
  signal: AbortSignal,
): Promise<number> => {
  try {
    await session.rows(`attach ${literal(path).text} as ${FILE}`);
    try {
      const names = Array.from({ length: columns }, (_, index) => columnOf(index)).join(', ');
      const create = `create table ${FILE}.${TABLE} as select * from (${query}) as t(${names})`;
      const [row] = await watched(session, { signal, onProgress: () => undefined }, () =>
        session.rows(create, values),
      );
      return Number(row?.[0] ?? 0);
    } finally {
      await session.rows(`detach ${FILE}`);
    }
  } catch (thrown) {
    throw notKept(signal.aborted ? new Error('INTERRUPT Error') : thrown);
  }
};
