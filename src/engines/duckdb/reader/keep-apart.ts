import { failure, type MillraceError } from '../../../base/errors/index.js';
import { literal } from '../../../kit/index.js';
import { watched } from '../execute.js';
import type { Session, SessionValues } from '../session.js';
import { kindOf } from './faults.js';

/** The one table of such a file, and the name that the file is attached by. */
export const TABLE = 'rows';
const FILE = 'apart';

const notKept = (thrown: unknown): MillraceError =>
  failure('MR8906', `the rows could not be made readable: ${kindOf(thrown)}`);

/** Makes a query into the table of a new file: what is not in the file cannot be asked for there. */
export const keepApart = async (
  session: Session,
  query: string,
  values: SessionValues,
  path: string,
  signal: AbortSignal,
): Promise<number> => {
  try {
    await session.rows(`attach ${literal(path).text} as ${FILE}`);
    try {
      const create = `create table ${FILE}.${TABLE} as ${query}`;
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
