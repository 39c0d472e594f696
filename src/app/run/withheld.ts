import { entryOf, MillraceError, type Problem } from '../../base/errors/index.js';
import { MASK } from '../../kit/index.js';
import { classifiedColumns, type LogicalPlan, type Stage, wholeName } from '../../planner/index.js';
import { rowFaults } from './row-faults.js';

/** What the engine said that Millrace does not know may show anything. */
const UNKNOWN = 'MR9999';

const showsValues = ({ code }: Problem): boolean => rowFaults.has(code) || code === UNKNOWN;

/** Whether rows of a class pass through a stage. */
const hasClassified = (plan: LogicalPlan, { nodes }: Pick<Stage, 'nodes'>): boolean => {
  const classified = new Set(
    [...classifiedColumns(plan)].filter(([, columns]) => columns.size > 0).map(([name]) => wholeName(name)),
  );
  return nodes.some((name) => classified.has(wholeName(name)));
};

const withoutValues = (item: Problem): Problem =>
  showsValues(item)
    ? {
        ...item,
        message: `${entryOf(item.code).title}: ${MASK}`,
        notes: ['the values are not shown: columns of this stage are classified, or are made from such'],
      }
    : item;

/** What a stage threw, without values where any of its columns is classified: a sentence does not tell whose value it shows. */
export const withheld = (thrown: unknown, plan: LogicalPlan, stage: Pick<Stage, 'nodes'>): unknown =>
  thrown instanceof MillraceError && hasClassified(plan, stage)
    ? new MillraceError(thrown.problems.map(withoutValues))
    : thrown;
