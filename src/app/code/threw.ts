import { entryOf, failure, MillraceError } from '../../base/errors/index.js';
import { plural } from '../../base/number-text.js';
import type { CodeFault, CodeReply } from '../../kit/index.js';
import { documentNode } from '../../planner/index.js';
import type { LoadedDocument } from '../load/load-document.js';

const LONGEST = 60;
const SHOWN = 3;

const cell = (value: unknown): string =>
  typeof value === 'string'
    ? JSON.stringify(value.length > LONGEST ? `${value.slice(0, LONGEST)}…` : value)
    : String(value);

const faultNotes = (examples: readonly CodeFault[], hidden: ReadonlySet<string>): readonly string[] => {
  const isHidden = examples.some(({ row }) =>
    Object.keys(row).some((name) => hidden.has(name.toLowerCase())),
  );
  if (isHidden) return ['the values are not shown: the function reads columns that are classified'];
  return examples.map(({ text, row }) => {
    const cells = Object.entries(row).map(([name, value]) => `${name} = ${cell(value)}`);
    return `${text}, for ${cells.join(', ')}`;
  });
};

/**
 * What is said of a function that threw for rows which no contract takes.
 *
 * @param hidden columns whose values are not shown, in small letters: what a function says may hold them too
 */
export const threw = (node: string, replies: readonly CodeReply[], hidden: ReadonlySet<string>): Error => {
  const faults = replies.reduce((sum, reply) => sum + reply.faults, 0);
  const examples = replies.flatMap((reply) => reply.examples).slice(0, SHOWN);
  return failure('MR5003', `the function of "${node}" threw for ${plural(faults, 'row')}`, {
    node,
    notes: faultNotes(examples, hidden),
  });
};

/** Codes whose words may show values that a function was given or gave. */
const SHOWS_VALUES = new Set(['MR5004', 'MR5005']);

/** What processes say of a function, with the node that it is of and its place; without values where these are not shown. */
export const placed = (
  thrown: unknown,
  { parsed }: LoadedDocument,
  node: string,
  isHidden: boolean,
): unknown => {
  if (!(thrown instanceof MillraceError)) return thrown;
  const place = parsed.source.valuePlace(['nodes', documentNode(node), 'with', 'module']);
  return new MillraceError(
    thrown.problems.map((item) => {
      const named = item.message.includes(`"${node}"`)
        ? item.message
        : `the function of "${node}": ${item.message}`;
      const shown =
        isHidden && SHOWS_VALUES.has(item.code)
          ? {
              message: `the function of "${node}": ${entryOf(item.code).title}`,
              notes: ['the values are not shown: the function reads columns that are classified'],
            }
          : { message: named };
      return { ...item, ...shown, node: documentNode(node), ...(place ? { place } : {}) };
    }),
    { cause: thrown },
  );
};
