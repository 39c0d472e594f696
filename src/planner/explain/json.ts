import type { LogicalPlan } from '../logical/plan.js';
import { partitioningOf, type SharingOf } from '../physical/partitioning.js';
import type { PhysicalPlan } from '../physical/plan.js';
import type { Applied } from '../rules/index.js';
import { columnLineage } from './lineage.js';

/** The plan as a value for programs; also what `plan.json` of a run holds. */
export const toPlanValue = (
  plan: LogicalPlan,
  physical: PhysicalPlan,
  applied: readonly Applied[],
  sharingOf: SharingOf,
) => ({
  version: 1,
  nodes: plan.nodes.map(({ name, kind, inputs, schema, order, source }) => ({
    name,
    kind: kind.kind,
    family: kind.family,
    inputs,
    schema,
    ...(order ? { order } : {}),
    ...(source
      ? {
          source: {
            format: source.format,
            files: source.files,
            groups: source.groups.map(({ options }) => options),
          },
        }
      : {}),
  })),
  rules: applied,
  stages: physical.stages.map(({ id, nodes, reads, query, sink, parted, reason }) => ({
    id,
    nodes,
    reads,
    sink,
    ...(sink.kind === 'code' ? { partitioning: partitioningOf(sink.function, sharingOf(id), parted) } : {}),
    reason,
    sql: query.text,
    parameters: query.parameters,
  })),
  keepOrder: physical.keepOrder,
  lineage: columnLineage(plan),
});

export type PlanValue = ReturnType<typeof toPlanValue>;
