import { listed } from '../../../base/diagnostics/suggest.js';
import type { Cell, Schema } from '../../../kit/index.js';
import type { Look } from '../../terminal.js';
import { padded, printable, widthOf } from '../../text.js';

/** A cell as it is drawn: its text, and what the text is painted with once it has its width. */
export interface Drawn {
  readonly text: string;
  readonly paint?: (text: string) => string;
}

/** A table: the names of columns and whether each is aligned to the right. */
export interface Grid {
  readonly columns: readonly { readonly name: string; readonly isRight: boolean }[];
  readonly rows: readonly (readonly Drawn[])[];
  /** So many columns at the beginning stand in each block. */
  readonly fixed: number;
}

const GAP = 2;
const INDENT = 2;
const WIDEST = 32;

/** Wide tables are drawn in so many blocks below each other; then columns are only named. */
const MOST_BLOCKS = 4;

const numeric = /^(U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?|UINTEGER|DECIMAL|NUMERIC|DOUBLE|FLOAT)/;

export const columnsOf = (schema: Schema): Grid['columns'] =>
  schema.map(({ name, type }) => ({
    name: printable(name),
    isRight: numeric.test(type) && !type.endsWith(']'),
  }));

/** A value as text; what is missing is dim. */
export const drawn = (cell: Cell | undefined, { paint }: Look): Drawn => {
  if (cell === null || cell === undefined) return { text: 'null', paint: paint.dim };
  return { text: printable(typeof cell === 'object' ? JSON.stringify(cell) : String(cell)) };
};

const columnWidth = ({ columns, rows }: Grid, index: number, look: Look): number => {
  const longest = Math.max(
    widthOf(columns[index]?.name ?? ''),
    ...rows.map((row) => widthOf(row[index]?.text ?? '')),
  );
  return Math.min(longest, WIDEST, look.width - INDENT);
};

/** Columns by the blocks that they stand in, as many as fit into the width of each. */
const blocksOf = (grid: Grid, widths: readonly number[], look: Look): readonly (readonly number[])[] => {
  const fixed = widths.slice(0, grid.fixed).reduce((sum, width) => sum + width + GAP, INDENT);
  const blocks: number[][] = [];
  let used = Number.POSITIVE_INFINITY;
  for (let index = grid.fixed; index < widths.length; index += 1) {
    const width = widths[index] ?? 0;
    if (used + width > look.width) {
      blocks.push([]);
      used = fixed;
    }
    blocks.at(-1)?.push(index);
    used += width + GAP;
  }
  const first = Array.from({ length: grid.fixed }, (_, index) => index);
  return blocks.length === 0 ? [first] : blocks.map((block) => [...first, ...block]);
};

const lineOf = (cells: readonly string[]): string =>
  `${' '.repeat(INDENT)}${cells.join(' '.repeat(GAP))}`.trimEnd();

const blockLines = (grid: Grid, widths: readonly number[], block: readonly number[], look: Look) => {
  const heads = block.map((index) =>
    padded(grid.columns[index]?.name ?? '', widths[index] ?? 0, grid.columns[index]?.isRight === true),
  );
  const rows = grid.rows.map((row) =>
    lineOf(
      block.map((index) => {
        const { text = '', paint = (plain: string) => plain } = row[index] ?? {};
        return paint(padded(text, widths[index] ?? 0, grid.columns[index]?.isRight === true));
      }),
    ),
  );
  return [look.paint.dim(lineOf(heads)), ...rows];
};

/** Whether all columns of a table find room beside each other. */
export const fits = (grid: Grid, look: Look): boolean =>
  blocksOf(
    grid,
    grid.columns.map((_, index) => columnWidth(grid, index, look)),
    look,
  ).length === 1;

/** A table within the width: columns that find no room stand in further blocks below. */
export const gridLines = (grid: Grid, look: Look): readonly string[] => {
  const widths = grid.columns.map((_, index) => columnWidth(grid, index, look));
  const blocks = blocksOf(grid, widths, look);
  const left = blocks.slice(MOST_BLOCKS).flatMap((block) => block.slice(grid.fixed));
  const names = left.map((index) => grid.columns[index]?.name ?? '');
  return [
    ...blocks
      .slice(0, MOST_BLOCKS)
      .flatMap((block, index) => [...(index === 0 ? [] : ['']), ...blockLines(grid, widths, block, look)]),
    ...(left.length > 0 ? ['', look.paint.dim(`  columns not shown: ${listed(names)}`)] : []),
  ];
};
