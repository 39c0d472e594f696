import type { RecordPlace, TracedColumn } from '../../../app/trace/index.js';
import type { Cell } from '../../../kit/index.js';
import { clipped, padded, printable, widthOf } from '../../text.js';

/** Rows of a node in a table. */
export interface Rows {
  readonly columns: readonly TracedColumn[];
  readonly values: readonly (readonly Cell[])[];
  readonly records?: readonly RecordPlace[];
  readonly taken?: readonly boolean[];
}

const MOST = 24;
const GAP = 2;

/** A value in few characters. */
export const cellText = (cell: Cell | undefined, most = MOST): string => {
  if (cell === null || cell === undefined) return 'null';
  return clipped(printable(typeof cell === 'object' ? JSON.stringify(cell) : String(cell)), most);
};

const placeText = ({ file, record }: RecordPlace): string =>
  printable(record === null ? file : `${file}:${record}`);

interface Column {
  readonly cells: readonly string[];
  readonly width: number;
}

const columnOf = (cells: readonly string[]): Column => ({
  cells,
  width: Math.max(...cells.map(widthOf)),
});

/** Columns that matter come first, in their order. */
const inOrder = ({ columns, values }: Rows): readonly Column[] =>
  columns
    .map(({ name, matters }, index) => ({ name, matters, index }))
    .sort((a, b) => Number(b.matters) - Number(a.matters))
    .map(({ name, index }) =>
      columnOf([clipped(printable(name), MOST), ...values.map((row) => cellText(row[index]))]),
    );

const asManyAsFit = (columns: readonly Column[], room: number): readonly Column[] => {
  const ends = columns.map((_, index) =>
    columns.slice(0, index + 1).reduce((sum, { width }) => sum + width + GAP, -GAP),
  );
  return columns.filter((_, index) => (ends[index] ?? 0) <= room);
};

const leading = ({ values, records, taken }: Rows): readonly Column[] => [
  ...(records
    ? [columnOf(['record', ...values.map((_, row) => placeText(records[row] ?? { file: '', record: null }))])]
    : []),
  ...(taken ? [columnOf(['', ...values.map((_, row) => (taken[row] ? 'taken' : ''))])] : []),
];

/** The head and the rows, in lines of at most so many characters. */
export const tableLines = (rows: Rows, width: number): readonly string[] => {
  if (rows.values.length === 0) return [];
  const first = leading(rows);
  const used = first.reduce((sum, column) => sum + column.width + GAP, 0);
  const others = inOrder(rows);
  const fitting = asManyAsFit(others, width - used - GAP - 1);
  const hidden = others.length > fitting.length;
  const all = [...first, ...fitting, ...(hidden ? [columnOf(['…'])] : [])];
  return Array.from({ length: rows.values.length + 1 }, (_, row) =>
    clipped(
      all
        .map(({ cells, width: wide }) => padded(cells[row] ?? '', wide))
        .join(' '.repeat(GAP))
        .trimEnd(),
      width,
    ),
  );
};
