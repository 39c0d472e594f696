import { entryOf, MillraceError, type Problem } from '../../base/errors/index.js';
import { MASK } from '../../kit/index.js';
import { classifiedColumns, type LogicalPlan, type Stage, wholeName } from '../../planner/index.js';

/** Faults of which the engine or a node shows the values that they are about. */
const showing = new Set<string>([
  'MR4004',
  'MR4005',
  'MR4008',
  'MR4009',
  'MR4012',
  'MR4013',
  'MR4014',
  'MR4015',
  'MR4016',
  'MR4024',
  'MR4025',
  'MR9999',
]);

/** Whether rows of a class pass through a stage. */
const hasClassified = (plan: LogicalPlan, { nodes }: Stage): boolean => {
  const classified = new Set(
    [...classifiedColumns(plan)].filter(([, columns]) => columns.size > 0).map(([name]) => wholeName(name)),
  );
  return nodes.some((name) => classified.has(wholeName(name)));
};

const withoutValues = (item: Problem): Problem =>
  showing.has(item.code)
    ? {
        ...item,
        message: `${entryOf(item.code).title}: ${MASK}`,
        notes: ['the values are not shown: columns of this stage are classified, or are made from such'],
      }
    : item;

/** What a stage threw, without values where any of its columns is classified: a sentence does not tell whose value it shows. */
export const withheld = (thrown: unknown, plan: LogicalPlan, stage: Stage): unknown =>
  thrown instanceof MillraceError && hasClassified(plan, stage)
    ? new MillraceError(thrown.problems.map(withoutValues))
    : thrown;
