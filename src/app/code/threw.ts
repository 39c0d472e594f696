import { failure } from '../../base/errors/index.js';
import { plural } from '../../base/number-text.js';
import type { CodeFault, CodeReply } from '../../kit/index.js';
import { HIDDEN_NOTE } from './problems.js';

const LONGEST = 60;
const SHOWN = 3;

const cell = (value: unknown): string =>
  typeof value === 'string'
    ? JSON.stringify(value.length > LONGEST ? `${value.slice(0, LONGEST)}…` : value)
    : String(value);

const faultNote = ({ text, row }: CodeFault): string => {
  const cells = Object.entries(row).map(([name, value]) => `${name} = ${cell(value)}`);
  return `${text}, for ${cells.join(', ')}`;
};

/**
 * What is said of a function that threw for rows which no contract takes.
 *
 * @param partitions how many there are: where not all were put through it, more rows may be such
 * @param isHidden whether values are not shown: what a function says may hold them too
 */
export const threw = (
  node: string,
  replies: readonly CodeReply[],
  partitions: number,
  isHidden: boolean,
): Error => {
  const least = replies.length < partitions ? 'at least ' : '';
  const faults = replies.reduce((sum, reply) => sum + reply.faults, 0);
  const examples = replies.flatMap((reply) => reply.examples).slice(0, SHOWN);
  return failure('MR5003', `the function of "${node}" threw for ${least}${plural(faults, 'row')}`, {
    notes: isHidden ? [HIDDEN_NOTE] : examples.map(faultNote),
  });
};
