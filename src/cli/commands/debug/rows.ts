import type { Result, Rows } from '../../../app/debug/index.js';
import { listed } from '../../../base/diagnostics/suggest.js';
import { count, plural } from '../../../base/number-text.js';
import { own } from '../../../base/own.js';
import type { Cell } from '../../../kit/index.js';
import type { Look } from '../../terminal.js';
import { clipped, printable } from '../../text.js';
import { columnsOf, type Drawn, drawn, fits, type Grid, gridLines } from './cells.js';

/** Behind what is new or changed. */
const MARK = ' *';

type StepResult = Extract<Result, { readonly steps: unknown }>;

/** So many columns are named in a line. */
const NAMED = 6;

const hiddenLine = (hidden: readonly string[], { paint, width }: Look): readonly string[] =>
  hidden.length === 0
    ? []
    : [paint.dim(clipped(printable(`  masked (--reveal shows them): ${listed(hidden, NAMED)}`), width))];

/** Rows as a table, with their numbers. */
export const rowLines = ({ schema, rows, numbers, hidden }: Rows, look: Look): readonly string[] => {
  if (rows.length === 0) return [];
  const first = numbers ? [{ name: 'row', isRight: true }] : [];
  const grid: Grid = {
    columns: [...first, ...columnsOf(schema)],
    rows: rows.map((row, index) => [
      ...(numbers ? [{ text: count(numbers[index] ?? 0), paint: look.paint.dim }] : []),
      ...row.map((cell) => drawn(cell, look)),
    ]),
    fixed: first.length,
  };
  return [...gridLines(grid, look), ...hiddenLine(hidden, look)];
};

const dim = (cells: readonly Drawn[], { paint }: Look): readonly Drawn[] =>
  cells.map((cell) => ({ ...cell, paint: paint.dim }));

/** The row that goes in, under the columns that come out: what each of them is held against. */
const inCells = (
  { input, output, sources }: StepResult,
  row: readonly Cell[],
  look: Look,
): readonly Drawn[] =>
  output.map(({ name }) => {
    const source = own(sources, name);
    const index = source === undefined ? -1 : input.findIndex((column) => column.name === source);
    return index < 0 ? { text: '' } : drawn(row[index], look);
  });

const outCells = ({ output }: StepResult, out: StepResult['steps'][number]['outputs'][number], look: Look) =>
  out.row.map((cell, index): Drawn => {
    const isChanged = out.changed.includes(output[index]?.name ?? '');
    const { text } = drawn(cell, look);
    return isChanged ? { text: `${text}${MARK}`, paint: look.paint.yellow } : drawn(cell, look);
  });

/** Which columns have other names in the input, and which do not go on. */
const columnLines = ({ input, output, sources }: StepResult, { paint, width }: Look): readonly string[] => {
  const renamed = output.flatMap(({ name }) => {
    const source = own(sources, name);
    return source === undefined || source.toLowerCase() === name.toLowerCase()
      ? []
      : [`${name} from ${source}`];
  });
  const used = new Set(Object.values(sources));
  const gone = input.filter(({ name }) => !used.has(name)).map(({ name }) => name);
  return [
    ...(renamed.length > 0 ? [paint.dim(clipped(printable(`  ${listed(renamed, NAMED)}`), width))] : []),
    ...(gone.length > 0
      ? [paint.dim(clipped(printable(`  not going on: ${listed(gone, NAMED)}`), width))]
      : []),
  ];
};

/** The columns with changes before the others: where not all find room, those are looked for. */
const changedFirst = (grid: Grid, { output }: StepResult, marked: ReadonlySet<string>): Grid => {
  const places = output.map((_, index) => index);
  const isMarked = (index: number): boolean => marked.has(output[index]?.name ?? '');
  const order = [...places.filter(isMarked), ...places.filter((index) => !isMarked(index))];
  const arranged = <T>(all: readonly T[]): readonly T[] => [
    ...all.slice(0, grid.fixed),
    ...order.flatMap((index) => all.slice(grid.fixed + index, grid.fixed + index + 1)),
  ];
  return { ...grid, columns: arranged(grid.columns), rows: grid.rows.map(arranged) };
};

/** Each row as it goes in, and below it what comes out. */
export const stepLines = (result: StepResult, look: Look): readonly string[] => {
  const { steps, output, node, work, from, of, hidden } = result;
  const [first, last] = [steps[0]?.number ?? 0, steps.at(-1)?.number ?? 0];
  if (steps.length === 0)
    return [`no more rows of ${from} to step into ${node}: it has ${plural(of, 'row')}`];
  // Numbers with a mark behind them stand under those without.
  const marked = new Set(steps.flatMap(({ outputs }) => outputs.flatMap(({ changed }) => changed)));
  const beside = (cells: readonly Drawn[]): readonly Drawn[] =>
    cells.map((cell, index) =>
      marked.has(output[index]?.name ?? '') && !cell.text.endsWith(MARK)
        ? { ...cell, text: `${cell.text}${' '.repeat(MARK.length)}` }
        : cell,
    );
  const rows = steps.flatMap(({ number, input, outputs, isCut }): readonly (readonly Drawn[])[] => [
    dim(
      [
        { text: count(number) },
        { text: outputs.length === 0 ? 'left out' : 'in' },
        ...beside(inCells(result, input, look)),
      ],
      look,
    ),
    ...outputs.map((out) => [{ text: '' }, { text: 'out' }, ...beside(outCells(result, out, look))]),
    ...(isCut ? [[{ text: '' }, { text: 'out …' }]] : []),
  ]);
  const grid: Grid = {
    columns: [{ name: 'row', isRight: true }, { name: '', isRight: false }, ...columnsOf(output)],
    rows,
    fixed: 2,
  };
  return [
    `${look.paint.bold(printable(node))} (${work}): rows ${count(first)} to ${count(last)} of ${count(of)} of ${printable(from)}; * is new or changed`,
    ...gridLines(fits(grid, look) ? grid : changedFirst(grid, result, marked), look),
    ...columnLines(result, look),
    ...hiddenLine(hidden, look),
  ];
};
