import { didYouMean, listed } from '../../base/diagnostics/suggest.js';
import { type Column, columnNames, findColumn, type Schema } from '../../kit/index.js';
import { questionProblem } from './problems.js';

/** A column to sort by. */
export interface OrderBy {
  readonly column: string;
  readonly isDescending: boolean;
}

const NAME = /\s*(-?)(?:"((?:[^"]|"")*)"|([^,]*))\s*(?:,|$)/y;

/** Names between commas; one in double quotes may hold anything, and `-` stands before one to be sorted the other way. */
export const namesIn = (text: string): readonly OrderBy[] => {
  const found: OrderBy[] = [];
  NAME.lastIndex = 0;
  while (NAME.lastIndex < text.length) {
    const match = NAME.exec(text);
    if (!match) return [...found, { column: text, isDescending: false }];
    const [, minus, inQuotes, plain = ''] = match;
    found.push({ column: inQuotes?.replaceAll('""', '"') ?? plain.trim(), isDescending: minus === '-' });
  }
  return found;
};

/** A column that a question names. Throws MR2104 for one that is not shown to who asks. */
export const columnIn = (schema: Schema, name: string, what: string): Column => {
  const column = findColumn(schema, name);
  if (column) return column;
  const label = didYouMean(name, columnNames(schema));
  throw questionProblem(what, name, {
    code: 'MR2104',
    message: `unknown column "${name}"`,
    notes: [`the dataset has: ${listed(columnNames(schema))}`],
    ...(label ? { label } : {}),
  });
};
