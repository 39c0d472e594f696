import { sameValue } from './canonical.js';
import {
  type ColumnName,
  type ColumnType,
  isRefusal,
  type Outcome,
  type RefusalOutcome,
  type Row,
  type TableOutcome,
  type TableTruth,
  type Truth,
  type Value,
} from './dirty-file.js';

/** What came out of one file: `difference` is the first, in words. */
export type Score =
  | { readonly kind: 'right' }
  | { readonly kind: 'refused'; readonly code: string }
  | { readonly kind: 'wrong'; readonly difference: string };

const RIGHT: Score = { kind: 'right' };

const wrong = (difference: string): Score => ({ kind: 'wrong', difference });

const MOST_SHOWN = 80;

const shown = (value: Value | undefined): string => {
  if (value === undefined) return 'nothing';
  const text = value !== null && value.length > MOST_SHOWN ? `${value.slice(0, MOST_SHOWN)}…` : value;
  return JSON.stringify(text);
};

const nameDiffers = (truth: ColumnName, name: string): boolean => {
  if (truth === null) return false;
  if (typeof truth === 'string') return name !== truth;
  return !name.toLowerCase().includes(truth.has.toLowerCase());
};

const saidName = (name: ColumnName): string => {
  if (name === null) return 'any name';
  return typeof name === 'string' ? shown(name) : `a name with ${shown(name.has)}`;
};

const columnsDiffer = ({ columns }: TableTruth, names: readonly string[]): string | undefined => {
  if (names.length !== columns.length) return `${names.length} columns, not ${columns.length}`;
  if (names.some((name) => name.trim() === '')) return 'a column without a name';
  if (new Set(names).size < names.length) return 'two columns of one name';
  const at = names.findIndex((name, place) => nameDiffers(columns[place] ?? null, name));
  return at < 0 ? undefined : `column ${at + 1} is ${shown(names[at])}, not ${saidName(columns[at] ?? null)}`;
};

const NUMBERS: readonly ColumnType[] = ['integer', 'decimal'];

const sameType = (truth: ColumnType, type: ColumnType): boolean =>
  truth === type || [truth, type].includes('any') || (NUMBERS.includes(truth) && NUMBERS.includes(type));

const typesDiffer = (
  { types, rows }: TableTruth,
  { types: told, columns }: TableOutcome,
): string | undefined => {
  if (told === undefined || rows.length === 0) return undefined;
  const at = told.findIndex((type, place) => !sameType(types[place] ?? 'any', type));
  return at < 0 ? undefined : `column ${shown(columns[at])} is ${told[at]}, not ${types[at]}`;
};

const valueDiffers = (truth: Value, value: Value | undefined, type: ColumnType): boolean => {
  if (truth === null || value === null || value === undefined) return truth !== value;
  return !sameValue(truth, value, type);
};

const rowDiffers = (
  truth: Row,
  row: Row,
  { types }: TableTruth,
  columns: readonly string[],
): string | undefined => {
  if (row.length !== truth.length) return `${row.length} values, not ${truth.length}`;
  const at = truth.findIndex((value, place) => valueDiffers(value, row[place], types[place] ?? 'text'));
  return at < 0 ? undefined : `${columns[at]} is ${shown(row[at])}, not ${shown(truth[at])}`;
};

/** The rows that must come, where some of the mendable records were put aside. */
const expectedRows = ({ rows, mendable = [] }: TableTruth, aside: readonly string[]): readonly Row[] => {
  const gone = new Set(mendable.filter(({ raw }) => aside.includes(raw)).map(({ row }) => row));
  return rows.filter((_, at) => !gone.has(at));
};

const rowsDiffer = (truth: TableTruth, outcome: TableOutcome): string | undefined => {
  const expected = expectedRows(truth, outcome.quarantined);
  for (const [at, row] of expected.entries()) {
    const came = outcome.rows[at];
    if (came === undefined) break;
    const difference = rowDiffers(row, came, truth, outcome.columns);
    if (difference !== undefined) return `row ${at + 1}: ${difference}`;
  }
  if (outcome.rows.length === expected.length) return undefined;
  return `${outcome.rows.length} rows, not ${expected.length}`;
};

/** The first of the broken records that is not in quarantine as often as it is in the file. */
const missingFromQuarantine = (
  { quarantined = [] }: TableTruth,
  aside: readonly string[],
): string | undefined => {
  const left = [...aside];
  for (const record of quarantined) {
    const at = left.indexOf(record);
    if (at < 0) return `not in quarantine: ${shown(record)}`;
    left.splice(at, 1);
  }
  return undefined;
};

const scoreRefusal = (truth: Truth, { code, message, mend }: RefusalOutcome): Score => {
  if ([code, message, mend].some((text) => text.trim() === '')) return wrong('refused without saying why');
  return isRefusal(truth) || truth.refusable === true ? RIGHT : { kind: 'refused', code };
};

/** Holds what a reader gave against the truth. */
export const score = (truth: Truth, outcome: Outcome): Score => {
  if (outcome.kind === 'refused') return scoreRefusal(truth, outcome);
  if (isRefusal(truth)) return wrong(`a table of ${outcome.rows.length} rows, where ${truth.reason}`);
  const difference =
    columnsDiffer(truth, outcome.columns) ??
    rowsDiffer(truth, outcome) ??
    typesDiffer(truth, outcome) ??
    missingFromQuarantine(truth, outcome.quarantined.map(withoutLineEnd));
  return difference === undefined ? RIGHT : wrong(difference);
};

const withoutLineEnd = (record: string): string => record.replace(/(?:\r\n|\r|\n)$/, '');
