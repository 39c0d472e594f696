export { type Held, heldBytes } from './adapt/estimate.js';
export { type AdaptedPlan, type Ask, adaptKinds } from './adapt/kinds.js';
export { decideMemory } from './adapt/memory.js';
export {
  type Adaptation,
  adaptContracts,
  addedIn,
  asWrittenText,
  type Casting,
  castings,
  evolvingColumns,
} from './contract/adapt.js';
export type { LastColumns } from './contract/config.js';
export { type Remembering, remembering } from './contract/history.js';
export { type Evolving, measureSql, type Widened, widened } from './contract/measure.js';
export { wholeName } from './contract/names.js';
export { wholeNodes } from './contract/whole.js';
export { type PlanValue, toPlanValue } from './explain/json.js';
export { columnLineage } from './explain/lineage.js';
export { toMermaid } from './explain/mermaid.js';
export { toSql } from './explain/sql.js';
export { toTree } from './explain/tree.js';
export { buildGraph } from './graph/build-graph.js';
export { type Checked, documentNode, type Edge, type Graph, type GraphNode } from './graph/graph.js';
export { withoutNodes } from './graph/targets.js';
export { bindGraph, incomplete, type Known } from './logical/bind.js';
export { type BindContext, resolveTypes } from './logical/bind-leaves.js';
export { classifiedColumns, outputClasses } from './logical/classified.js';
export { hiddenColumns } from './logical/hidden.js';
export { inputsOf } from './logical/inputs.js';
export { isSink, type LogicalNode, type LogicalPlan, nodeNamed, printPlan } from './logical/plan.js';
export { fuse } from './physical/fuse.js';
export {
  type Exchange,
  type Partitioning,
  partitioningOf,
  partitioningText,
  type Sharing,
  type SharingOf,
} from './physical/partitioning.js';
export { nothingOf, partQuery } from './physical/parts.js';
export {
  endOf,
  keptName,
  type Parted,
  type PhysicalPlan,
  type Stage,
  type StageSink,
  type Step,
} from './physical/plan.js';
export type { Ports } from './physical/ports.js';
export { type Kept, keepAll, keptNodes } from './physical/sharing.js';
export { toStages } from './physical/stages.js';
export { mixingFunctions, type Replay } from './replay/replay.js';
export {
  type Applied,
  applyRules,
  declaredPasses,
  pruneNodes,
  pushFiltersWith,
  type Rule,
  reordered,
  standardRules,
} from './rules/index.js';
