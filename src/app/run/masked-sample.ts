import { type ColumnLineage, type DataClasses, MASK, type OutputSample } from '../../kit/index.js';
import { columnLineage, type LogicalPlan, type PhysicalPlan } from '../../planner/index.js';

/** What contracts say of the columns of nodes. */
type Classes = ReadonlyMap<string, DataClasses>;

const classesIn = ({ stages }: PhysicalPlan): Classes =>
  new Map(stages.flatMap(({ guards }) => guards.map(({ node, classes }) => [node, classes] as const)));

const isClassified = (classes: Classes, sources: ColumnLineage[string][string] = []): boolean =>
  sources.some(({ node, column }) => Object.hasOwn(classes.get(node) ?? {}, column));

/** A sample for the record, without the values of columns that were made from classified ones. */
export const maskedSample = (
  sample: OutputSample,
  plan: LogicalPlan,
  physical: PhysicalPlan,
): OutputSample => {
  const classes = classesIn(physical);
  const lineage = columnLineage(plan)[sample.node] ?? {};
  const masked = sample.schema.map(({ name }) => isClassified(classes, lineage[name]));
  if (!masked.includes(true)) return sample;
  const rows = sample.rows.map((row) =>
    row.map((cell, index) => (cell !== null && masked[index] ? MASK : cell)),
  );
  return { ...sample, rows };
};
