import { createWriteStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Range, read, utils, type WorkBook } from '@e965/xlsx';
import { didYouMean, listed } from '../../base/diagnostics/suggest.js';
import { failure, type MillraceError } from '../../base/errors/index.js';
import type { ConversionTask, Converted, Decision } from '../../kit/index.js';
import { csvRecord } from '../csv-text.js';
import { type Grid, gridOf, trimmedAbove } from './grid.js';

/** A ZIP archive, as `.xlsx` is one, or a compound file, as `.xls` is one. */
const SIGNATURES = ['504b0304', 'd0cf11e0'];

const unreadable = ({ name, path }: ConversionTask<'xlsx'>, why: string, mend?: string): MillraceError =>
  failure('MR4032', `"${name}" is no spreadsheet that can be read: ${why}`, {
    dataFile: path,
    ...(mend ? { mend } : {}),
  });

const bytesOf = async (task: ConversionTask<'xlsx'>): Promise<Buffer> => {
  const bytes = await readFile(task.path);
  if (SIGNATURES.includes(bytes.subarray(0, 4).toString('hex'))) return bytes;
  throw unreadable(task, 'its first bytes are those of another format');
};

const opened = (task: ConversionTask<'xlsx'>, bytes: Buffer, options: object): WorkBook => {
  try {
    return read(bytes, {
      type: 'buffer',
      dense: true,
      cellDates: true,
      UTC: true,
      cellFormula: true,
      cellNF: true,
      ...options,
    });
  } catch (thrown) {
    const why = thrown instanceof Error ? thrown.message : String(thrown);
    const isLocked = /password|encrypt/i.test(why);
    throw unreadable(
      task,
      isLocked ? 'it is protected by a password' : why,
      isLocked ? 'Ask the sender for the file without a password.' : undefined,
    );
  }
};

/** Sheets of cells that a person sees; charts and hidden sheets are none. */
const visibleSheets = ({ SheetNames, Workbook }: WorkBook): readonly string[] =>
  SheetNames.filter((_, index) => !Workbook?.Sheets?.[index]?.Hidden);

const namedSheet = (
  task: ConversionTask<'xlsx'>,
  { SheetNames }: WorkBook,
  asked: string | number,
): string => {
  const name = typeof asked === 'number' ? SheetNames[asked - 1] : SheetNames.find((own) => own === asked);
  if (name !== undefined) return name;
  const label = typeof asked === 'string' ? didYouMean(asked, SheetNames) : undefined;
  throw failure('MR4034', `"${task.name}" has no sheet ${typeof asked === 'number' ? asked : `"${asked}"`}`, {
    dataFile: task.path,
    notes: [`its sheets: ${listed(SheetNames)}`],
    ...(label ? { label } : {}),
  });
};

interface ChosenSheet {
  readonly name: string;
  readonly grid: Grid;
  readonly decisions: readonly Decision[];
}

const gridIn = (
  task: ConversionTask<'xlsx'>,
  book: WorkBook,
  name: string,
  range: Range | undefined,
): Grid => {
  const sheet = book.Sheets[name];
  const { decimal } = task.options;
  const is1904 = book.Workbook?.WBProps?.date1904;
  return sheet ? gridOf(sheet, { range, decimal, is1904 }) : { rows: [], withoutValue: [], filled: 0 };
};

const empty = (task: ConversionTask<'xlsx'>, visible: readonly string[]): MillraceError => {
  const { range } = task.options;
  const where = range === undefined ? '' : ` in ${range}`;
  return failure('MR4001', `"${task.name}" has no sheet with a value in it${where}`, {
    dataFile: task.path,
    notes: [`sheets that are shown: ${visible.length === 0 ? 'none' : listed(visible)}`],
    ...(range === undefined
      ? {}
      : { mend: 'Look at the cells that `range` names, the first of them above and left of the second.' }),
  });
};

/** The sheet that is named, or the only one with values in it. */
const chosenSheet = (
  task: ConversionTask<'xlsx'>,
  book: WorkBook,
  asked: string | number | undefined,
  range: Range | undefined,
): ChosenSheet => {
  if (asked !== undefined) {
    const name = namedSheet(task, book, asked);
    return { name, grid: gridIn(task, book, name, range), decisions: [] };
  }
  const visible = visibleSheets(book);
  const full = visible
    .map((name) => ({ name, grid: gridIn(task, book, name, range) }))
    .filter(({ grid }) => grid.rows.length > 0);
  const [only, second] = full;
  if (second)
    throw failure(
      'MR4030',
      `"${task.name}" leaves open which sheet is to be read: ${full.length} have values in them`,
      {
        dataFile: task.path,
        notes: [
          `it can be: ${listed(full.map(({ name }) => name))}`,
          `for the first, pin \`sheet: ${JSON.stringify(only?.name)}\``,
        ],
      },
    );
  if (!only) throw empty(task, visible);
  const others = book.SheetNames.filter((name) => name !== only.name);
  if (others.length === 0) return { ...only, decisions: [] };
  const decision: Decision = {
    about: 'sheet',
    action: 'proceed',
    chosen: `"${only.name}"`,
    evidence: 'no other sheet that is shown has a value in it',
    alternatives: others.map((name) => `"${name}"`),
    pin: { sheet: only.name },
  };
  return { ...only, decisions: [decision] };
};

const rangeOf = (task: ConversionTask<'xlsx'>): Range | undefined => {
  const { range } = task.options;
  return range === undefined ? undefined : utils.decode_range(range);
};

const mergedDecision = ({ options }: ConversionTask<'xlsx'>, { filled }: Grid): readonly Decision[] =>
  filled === 0 || options.merged === 'fill'
    ? []
    : [
        {
          about: 'merged cells',
          action: 'adapt',
          chosen: 'their value stands in each of them',
          evidence: `${filled} merged ${filled === 1 ? 'cell spans' : 'cells span'} several columns or rows`,
          alternatives: ['their value stands in the first of them only'],
          pin: { merged_cells: 'fill' },
        },
      ];

const checkFormulas = (task: ConversionTask<'xlsx'>, { name, grid }: ChosenSheet): void => {
  if (grid.withoutValue.length === 0) return;
  throw failure(
    'MR4032',
    `"${task.name}" has formulas without values, in sheet "${name}": ${listed(grid.withoutValue)}`,
    {
      dataFile: task.path,
      mend: 'Open the file in a spreadsheet program and save it there: what formulas give is then in it.',
    },
  );
};

/** Turns a sheet of a workbook into a CSV file, each value as text. */
export const convertXlsx = async (task: ConversionTask<'xlsx'>): Promise<Converted> => {
  const { sheet } = task.options;
  const bytes = await bytesOf(task);
  const book = opened(
    task,
    bytes,
    sheet === undefined ? {} : { sheets: typeof sheet === 'number' ? sheet - 1 : sheet },
  );
  const chosen = chosenSheet(task, book, sheet, rangeOf(task));
  checkFormulas(task, chosen);
  const path = join(task.folder, 'sheet.csv');
  const rows = trimmedAbove(chosen.grid.rows);
  const lines = function* (): Generator<string> {
    for (const row of rows) yield csvRecord(row);
  };
  await pipeline(Readable.from(lines()), createWriteStream(path));
  return {
    files: [{ path, name: task.name, part: `sheet "${chosen.name}"` }],
    decisions: [...chosen.decisions, ...mergedDecision(task, chosen.grid)],
  };
};
