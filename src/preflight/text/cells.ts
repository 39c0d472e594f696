/** What the text of a cell looks like, whatever its column is. */
export type CellKind =
  | 'empty'
  | 'integer'
  | 'code'
  | 'decimal'
  | 'number'
  | 'date'
  | 'timestamp'
  | 'boolean'
  | 'text';

const INTEGER = /^[+-]?\d+$/;
const CODE = /^0\d+$/;
const DECIMAL = /^[+-]?(\d+[.,]\d*|[.,]\d+)([eE][+-]?\d+)?$/;
/** With marks between thousands, a currency or a sign after it. */
const NUMBER = /^[+-]?\(?[$€£¥]?\s?\d{1,3}([.,' \u00a0\u202f]\d{3})*([.,]\d+)?\)?\s?[%$€£¥-]?$/u;
const ISO_DATE = /^\d{4}-\d{2}-\d{2}$/;
const DATE =
  /^(\d{1,2}[./ -]\d{1,2}[./ -]\d{2,4}|\d{4}[./]\d{1,2}[./]\d{1,2}|\d{1,2}[ -]\p{L}{3,9}\.?[ -]\d{2,4}|\p{L}{3,9}\.? \d{1,2},? \d{4})$/u;
const TIME = /[T ]\d{1,2}:\d{2}(:\d{2}([.,]\d+)?)?( ?[AaPp][Mm])?( ?(Z|UTC|[+-]\d{2}:?\d{2}))?$/;
const BOOLEAN = /^(true|false)$/i;

const isDate = (text: string): boolean => ISO_DATE.test(text) || DATE.test(text);

/** The kind of a cell's text. */
export const cellKind = (cell: string): CellKind => {
  const text = cell.trim();
  if (text === '') return 'empty';
  if (CODE.test(text)) return 'code';
  if (INTEGER.test(text)) return 'integer';
  if (DECIMAL.test(text)) return 'decimal';
  if (isDate(text)) return 'date';
  if (NUMBER.test(text)) return 'number';
  if (BOOLEAN.test(text)) return 'boolean';
  const time = TIME.exec(text);
  return time && isDate(text.slice(0, time.index)) ? 'timestamp' : 'text';
};

/** Whether it is a value of its own kind rather than a word: what a name of a column hardly is. */
export const isTyped = (kind: CellKind): boolean => kind !== 'text' && kind !== 'empty';

/** Words for a value that is not there. */
const NULL_WORD = /^(n\/?a\.?|#n\/a|#null!|null|\(null\)|none|nil|nan|-{1,3}|–|—|\\n)$/i;

/** Words that only ever stand for nothing, whatever the column holds. */
export const isEmptyWord = (cell: string): boolean =>
  /^(NULL|null|N\/A|n\/a|\\N|#N\/A|\(null\))$/.test(cell.trim());

export const isNullWord = (cell: string): boolean => NULL_WORD.test(cell.trim());
