import { failure } from '../../base/errors/index.js';
import { plural } from '../../base/number-text.js';
import type { CodeFault, CodeReply } from '../../kit/index.js';

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
