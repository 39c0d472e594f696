import { type CellObject, utils, type WorkSheet, write } from '@e965/xlsx';

/** A value of a cell; an object is a cell as the library has it. */
export type Value = string | number | boolean | Date | null | CellObject;

export interface Sheet {
  readonly rows: readonly (readonly Value[])[];
  /** Cells that are one, as `A1:C1`. */
  readonly merges?: readonly string[];
}

export type Sheets = Readonly<Record<string, Sheet | readonly (readonly Value[])[]>>;

const sheetOf = (given: Sheets[string]): WorkSheet => {
  const { rows, merges = [] } = 'rows' in given ? given : { rows: given };
  const sheet = utils.aoa_to_sheet(
    rows.map((row) => [...row]),
    { UTC: true } as object,
  );
  sheet['!merges'] = merges.map((range) => utils.decode_range(range));
  return sheet;
};

export interface WorkbookOptions {
  readonly hidden?: readonly string[];
  readonly format?: 'xlsx' | 'xls' | 'ods' | 'xlsb';
}

/** The bytes of a workbook. */
export const workbookOf = (
  sheets: Sheets,
  { hidden = [], format = 'xlsx' }: WorkbookOptions = {},
): Buffer => {
  const book = utils.book_new();
  for (const [name, given] of Object.entries(sheets)) utils.book_append_sheet(book, sheetOf(given), name);
  book.Workbook = {
    Sheets: book.SheetNames.map((name) => ({ name, Hidden: hidden.includes(name) ? 1 : 0 })),
  };
  return write(book, { type: 'buffer', bookType: format, cellDates: false }) as Buffer;
};

const cellOf = (text: string): Value =>
  text === '' ? null : Number.isNaN(Number(text)) ? text : Number(text);

/** Rows of cells from simple CSV text: numbers are numbers. */
export const csvRows = (text: string): readonly (readonly Value[])[] =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => line.split(',').map(cellOf));
