import * as z from 'zod';
import { byColumn, type Span } from '../../../kit/index.js';

const length = () => z.int().min(1).max(100_000);

/** A column as the document has it: its width, where it follows the one before, or its place. */
const placed = z.union([
  length(),
  z.strictObject({
    from: length().describe('The first character of the column in its line, from 1.'),
    width: length().describe('Characters of the column.'),
  }),
]);

type Placed = z.output<typeof placed>;

const endOf = ({ from, width }: Span): number => from + width - 1;

/** Where columns stand; one without a place follows the one that is written before it. */
export const spansOf = (columns: Readonly<Record<string, Placed>>): readonly Span[] => {
  let next = 1;
  return Object.entries(columns).map(([name, given]) => {
    const span = typeof given === 'number' ? { name, from: next, width: given } : { name, ...given };
    next = endOf(span) + 1;
    return span;
  });
};

/** The last character of a line that belongs to a column. */
export const lastOf = (spans: readonly Span[]): number => Math.max(0, ...spans.map(endOf));

/** The first column that shares characters with one that is written before it. */
const overlapIn = (spans: readonly Span[]): readonly [before: Span, column: Span] | undefined => {
  for (const [at, span] of spans.entries()) {
    const before = spans.slice(0, at).find((one) => one.from <= endOf(span) && span.from <= endOf(one));
    if (before) return [before, span];
  }
  return undefined;
};

/** Such names come first in a mapping, wherever they are written. */
const IS_NUMBER = /^(0|[1-9]\d*)$/;

const PLACES = 'Give each column its place: `name: { from, width }`.';
const APART = 'Let each character belong to one column.';

/** The columns of lines, by name; no character belongs to two of them. */
export const placedColumns = () =>
  byColumn(placed).superRefine((columns, { addIssue }) => {
    const fault = (name: string, message: string, mend: string): void =>
      addIssue({ code: 'custom', path: [name], message, params: { at: 'key', mend } });
    const names = Object.keys(columns);
    if (names.length === 0) addIssue({ code: 'custom', message: 'names no column' });
    const number = names.find((name) => IS_NUMBER.test(name));
    if (number !== undefined && Object.values(columns).some((given) => typeof given === 'number')) {
      fault(number, 'is a number, and numbers are not kept in their order', PLACES);
      return;
    }
    const [before, column] = overlapIn(spansOf(columns)) ?? [];
    if (!before || !column) return;
    const [from, to] = [Math.max(before.from, column.from), Math.min(endOf(before), endOf(column))];
    const shared = from === to ? `character ${from}` : `characters ${from} to ${to}`;
    fault(column.name, `shares ${shared} with "${before.name}"`, APART);
  });
