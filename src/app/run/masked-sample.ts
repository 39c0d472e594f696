import { MASK, type OutputSample } from '../../kit/index.js';
import { classifiedColumns, type LogicalPlan } from '../../planner/index.js';

/** A sample for the record, without the values of columns that are classified or were made from such. */
export const maskedSample = (sample: OutputSample, plan: LogicalPlan): OutputSample => {
  const classified = classifiedColumns(plan).get(sample.node) ?? new Set();
  if (classified.size === 0) return sample;
  const masked = sample.schema.map(({ name }) => classified.has(name));
  const rows = sample.rows.map((row) =>
    row.map((cell, index) => (cell !== null && masked[index] ? MASK : cell)),
  );
  return { ...sample, rows };
};
