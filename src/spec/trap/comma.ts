import type { Problem } from '../../base/errors/index.js';
import type { SourceText } from '../lines.js';
import type { Entry, ListTree, MapTree, Span, Tree, Visit } from '../tree.js';
import { bracketsFit, isBalanced } from './balance.js';
import { isUnderWith } from './enclosing.js';
import { trapProblem } from './problems.js';
import { writtenAt } from './written.js';

const isCut = (tree: Tree): boolean =>
  tree.kind === 'scalar' &&
  tree.style === 'plain' &&
  typeof tree.value === 'string' &&
  !bracketsFit(tree.value);

const report = (source: SourceText, message: string, span: Span): Problem => {
  const written = writtenAt(source, span.start);
  return trapProblem(source, message, written, 'the comma ends the value');
};

const firstCut = (items: readonly Tree[]): Span | undefined => items.find(isCut)?.span;

const shown = (key: string): string => (key.includes('"') ? `'${key}'` : `"${key}"`);

const isHalf = (entry: Entry | undefined): boolean =>
  entry !== undefined &&
  !(isBalanced(entry.key) && (entry.value.kind !== 'scalar' || isBalanced(entry.value.source)));

/** A key alone: the second half of an expression, or a value that was forgotten. */
const keyTrap = (source: SourceText, entry: Entry, before: Entry | undefined): Problem | undefined => {
  const message = `the key ${shown(entry.key)} has no value`;
  if (before?.value.span && (isHalf(entry) || isHalf(before))) {
    return report(source, `${message}: inside { } a comma ends the expression before it`, before.value.span);
  }
  if (!entry.span) return undefined;
  const written = { text: entry.key, start: entry.span.start };
  const mend = 'Write `key: value`; an expression with a comma in it must be in quotes.';
  return trapProblem(source, `${message}: inside { } a comma starts the next key`, written, undefined, mend);
};

const mapTrap = (source: SourceText, tree: MapTree, strict: boolean): Problem | undefined => {
  const entries = [...tree.entries.values()];
  const bare = entries.findIndex(({ hasValue, plain }) => !hasValue && plain);
  const [entry, before] = [entries[bare], entries[bare - 1]];
  if (entry) return keyTrap(source, entry, before);
  const cut = strict ? firstCut(entries.map(({ value }) => value)) : undefined;
  return cut && report(source, 'inside { } a comma ended the expression before its bracket closed', cut);
};

const listTrap = (source: SourceText, { items }: ListTree): Problem | undefined => {
  const cut = firstCut(items);
  return cut && report(source, 'inside [ ] a comma ended the expression before its bracket closed', cut);
};

/** `{ n: round(x, 2) }`: the comma of an expression is taken for the comma between entries. */
export const commaTrap = (source: SourceText, { tree, path }: Visit): Problem | undefined => {
  const strict = isUnderWith(path);
  if (tree.kind === 'map' && tree.flow) return mapTrap(source, tree, strict);
  return tree.kind === 'list' && tree.flow && strict ? listTrap(source, tree) : undefined;
};
