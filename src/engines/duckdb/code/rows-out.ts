import type { TransformColumns } from '../../../kit/index.js';
import type { Applied } from '../../../transforms/index.js';
import { writeColumn } from './columns.js';
import { copyInto, memory, type Vector } from './driver.js';

/** Puts columns into the fields of a struct. */
export const writeRows = (
  struct: Vector,
  columns: TransformColumns,
  given: Applied['columns'],
  rows: number,
): void =>
  Object.entries(columns).forEach(([name, type], index) => {
    writeColumn(memory.struct_vector_get_child(struct, index), type, given[name] ?? [], rows);
  });

/** Where the list of each row begins and how long it is, as the engine holds it (`duckdb_list_entry` of duckdb.h): numbers of 64 bits. */
const entriesOf = (from: ArrayLike<number>, rows: number): BigUint64Array => {
  const lengths = new Uint32Array(rows);
  for (let made = 0; made < from.length; made += 1) {
    const row = from[made] as number;
    lengths[row] = (lengths[row] as number) + 1;
  }
  const words = new Uint32Array(rows * 4);
  let at = 0;
  for (let row = 0; row < rows; row += 1) {
    words[4 * row] = at;
    words[4 * row + 2] = lengths[row] as number;
    at += lengths[row] as number;
  }
  return new BigUint64Array(words.buffer);
};

const isAscending = (from: ArrayLike<number>): boolean => {
  for (let made = 1; made < from.length; made += 1)
    if ((from[made] as number) < (from[made - 1] as number)) return false;
  return true;
};

/** Rows that were made, in the order of those that they are of. */
const inOrder = (columns: Applied['columns'], from: ArrayLike<number>): Applied['columns'] => {
  if (isAscending(from)) return columns;
  const order = Array.from(from, (_, made) => made).sort(
    (one, other) => (from[one] as number) - (from[other] as number),
  );
  return Object.fromEntries(
    Object.entries(columns).map(([name, values]) => [name, order.map((made) => values[made])]),
  );
};

/** Puts rows that were made into lists, one for each row that they are of. */
export const writeLists = (
  lists: Vector,
  columns: TransformColumns,
  { columns: given, from = [] }: Applied,
  rows: number,
): void => {
  memory.list_vector_reserve(lists, from.length);
  memory.list_vector_set_size(lists, from.length);
  writeRows(memory.list_vector_get_child(lists), columns, inOrder(given, from), from.length);
  copyInto(lists, entriesOf(from, rows));
};
