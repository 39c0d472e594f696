import { listed } from '../base/diagnostics/suggest.js';
import { looksNumeric } from './exact-number.js';
import type { Path } from './parsed.js';

const MAX_QUOTED = 40;

const shortened = (text: string): string =>
  text.length > MAX_QUOTED ? `${text.slice(0, MAX_QUOTED)}…` : text;

/** A value in a message: `the text "abc"`, `the number 5`, `a list`. */
export const found = (value: unknown): string => {
  if (value === null || value === undefined) return 'null';
  if (typeof value === 'string') return `the text "${shortened(value)}"`;
  if (typeof value === 'number') return `the number ${value}`;
  if (typeof value === 'boolean') return `${value}`;
  return Array.isArray(value) ? 'a list' : 'a mapping';
};

const types: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  bigint: 'a whole number',
  boolean: 'true or false',
  null: 'null',
  undefined: 'nothing',
  array: 'a list',
  tuple: 'a list',
  object: 'a mapping',
  record: 'a mapping',
  map: 'a mapping',
  never: 'nothing',
};

/** What a schema asks for, in words. */
export const expected = (type: string): string => types[type] ?? type;

/** `a`, `a or b`, `a, b or c`. */
export const either = (items: readonly string[]): string =>
  items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} or ${items.at(-1)}`;

/** Values that are allowed: texts in quotes, numbers as they are. */
export const allowed = (values: readonly unknown[]): string =>
  listed(values.map((value) => (typeof value === 'string' ? `"${value}"` : String(value))));

/** The end of a path in a message: `"threads"`, `item 2 of "tags"`. */
export const named = (path: Path): string => {
  const last = path.at(-1);
  if (last === undefined) return 'the document';
  if (typeof last === 'string') return `"${last}"`;
  const list = path.findLast((step) => typeof step === 'string');
  return `item ${last + 1} of "${list}"`;
};

/** Whether a text is a number that was kept as text, because a double cannot say the same. */
export const isNumberText = (value: unknown): value is string =>
  typeof value === 'string' && looksNumeric(value);
