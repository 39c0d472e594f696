import { dirname, join, relative } from 'node:path';
import { entryOf, MillraceError, type Place, type Problem } from '../../base/errors/index.js';
import { documentNode } from '../../planner/index.js';
import type { LoadedDocument } from '../load/load-document.js';

/** A place in a module, with its file as the document's own is shown. */
const shownPlace = (place: Place, { path, parsed }: LoadedDocument): Place => ({
  ...place,
  file: join(dirname(parsed.source.file), relative(dirname(path), place.file)),
});

const inDocument = ({ file, line, column }: Place): string =>
  `the document names the module at ${file}:${line}:${column}`;

/** Problems of a node's function, with the node and their place: in the module where it is known, else where the document names it. */
export const atModule = (
  items: readonly Problem[],
  loaded: LoadedDocument,
  name: string,
): readonly Problem[] => {
  const node = documentNode(name);
  const named = loaded.parsed.source.valuePlace(['nodes', node, 'with', 'module']);
  return items.map((item) => {
    if (!item.place) return { ...item, node, ...(named ? { place: named } : {}) };
    const notes = [...item.notes, ...(named ? [inDocument(named)] : [])];
    return { ...item, node, place: shownPlace(item.place, loaded), notes };
  });
};

/** Stands in the place of values that are not shown. */
export const HIDDEN_NOTE = 'the values are not shown: the function reads columns that are classified';

/** Codes whose words may show values that a function was given or gave. */
const SHOWS_VALUES = new Set(['MR5004', 'MR5005']);

/** Codes of what a function, or its process, does. */
const OF_FUNCTION = /^MR500/;

/** Whether it was the function, and not the engine beside it. */
export const isOfFunction = (thrown: MillraceError): boolean =>
  thrown.problems.some(({ code }) => OF_FUNCTION.test(code));

const told = (item: Problem, node: string, isHidden: boolean): Problem => {
  const of = `the function of "${node}"`;
  if (isHidden && SHOWS_VALUES.has(item.code))
    return { ...item, message: `${of}: ${entryOf(item.code).title}`, notes: [HIDDEN_NOTE] };
  return item.message.includes(`"${node}"`) ? item : { ...item, message: `${of}: ${item.message}` };
};

/** What processes say of a function, with the node that it is of and its place; without values where these are not shown. */
export const ofFunction = (
  thrown: unknown,
  loaded: LoadedDocument,
  node: string,
  isHidden: boolean,
): unknown =>
  thrown instanceof MillraceError && isOfFunction(thrown)
    ? new MillraceError(
        atModule(
          thrown.problems.map((item) => told(item, node, isHidden)),
          loaded,
          node,
        ),
        { cause: thrown },
      )
    : thrown;
