import { failure } from '../../base/errors/index.js';
import { plural } from '../../base/number-text.js';
import { type CodeFault, type CodeReply, FAULT, findColumn } from '../../kit/index.js';
import { type LogicalNode, wholeName } from '../../planner/index.js';
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

/** How much of a function is known, and may be said. */
export interface Known {
  /** Whether it was given all rows: else more may be such. */
  readonly isAll: boolean;
  /** Whether values are not shown: what a function says may hold them too. */
  readonly isHidden: boolean;
}

const threw = (node: string, { faults, examples }: CodeReply, { isAll, isHidden }: Known): Error => {
  const rows = `${isAll ? '' : 'at least '}${plural(faults, 'row')}`;
  return failure('MR5003', `the function of "${node}" threw for ${rows}`, {
    notes: isHidden ? [HIDDEN_NOTE] : examples.slice(0, SHOWN).map(faultNote),
  });
};

/**
 * What came of a partition, where a contract takes the rows for which the function threw, or it threw for none.
 *
 * @throws MR5003 where none takes them: the function has failed, and what it would do with the others nobody needs to know
 */
export const takenByContract = ({ name, schema }: LogicalNode, reply: CodeReply, known: Known): CodeReply => {
  if (reply.faults > 0 && findColumn(schema, FAULT) === undefined) throw threw(wholeName(name), reply, known);
  return reply;
};
