import type { PhysicalPlan, StageSink } from '../physical/plan.js';

const target = (sink: StageSink): string => {
  if (sink.kind === 'table') return `table "${sink.table}"`;
  if (sink.kind === 'code') return `function of "${sink.node}"`;
  return sink.kind === 'file'
    ? `${sink.format} ${sink.folder ? 'files' : 'file'} of "${sink.node}"`
    : `measures of "${sink.node}"`;
};

/** The statements that the engine will run, stage by stage. */
export const toSql = ({ stages }: PhysicalPlan): string =>
  stages.map(({ id, sink, query }) => `-- ${id}: into ${target(sink)}\n${query.text};\n`).join('\n');
