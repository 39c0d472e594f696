import { sha256 } from '../../base/hash.js';
import type { Engine, ReadBack, RowHash, Schema } from '../../kit/index.js';

/** The parts are put together in this way; another way gets another number. */
const VERSION = 1;

/** The hash of an output: of its columns' names and types, the number of rows, and the sum of their hashes. */
export const rowHash = (
  { hash: by }: Pick<Engine, 'hash'>,
  schema: Schema,
  { rows, rowSum }: Pick<ReadBack, 'rows' | 'rowSum'>,
): RowHash => {
  const columns = schema.map(({ name, type }) => [name, type]);
  const all = rows.reduce((total, each) => total + each, 0);
  return { value: sha256(JSON.stringify([VERSION, columns, all, rowSum])), by };
};

/** What is read back where an output has no file. */
export const NOTHING_WRITTEN: Pick<ReadBack, 'rows' | 'rowSum'> = { rows: [], rowSum: '0' };
