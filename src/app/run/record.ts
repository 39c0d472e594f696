import type { Problem } from '../../base/errors/index.js';
import type {
  CacheRecord,
  CheckRecord,
  ContractRecord,
  DecisionRecord,
  GivenUpRecord,
  InputRecord,
  MergeRecord,
  NodeRecord,
  OutputSample,
  PublishedOutput,
  RunRecord,
  StageRecord,
} from '../../kit/index.js';
import {
  columnLineage,
  documentNode,
  type LogicalNode,
  outputClasses,
  reordered,
  wholeName,
  wholeNodes,
} from '../../planner/index.js';
import type { Prepared } from '../check/prepared.js';
import { policyRecords, triedRecords } from '../policy/record.js';
import { balanced, type PortCounts } from './balance.js';
import { keptMeasures } from './counted-history.js';
import { driftSince } from './drift.js';
import { type RunTimes, recordHead } from './record-head.js';
import { writtenRecords } from './written-files.js';

/** What a run has gathered when it ends, well or not. */
export interface Gathered {
  readonly stages: readonly StageRecord[];
  readonly checks: readonly CheckRecord[];
  readonly contracts: readonly ContractRecord[];
  /** What came in by the inputs of nodes with contracts. */
  readonly ports: readonly PortCounts[];
  readonly merges: readonly MergeRecord[];
  readonly cache?: readonly CacheRecord[];
  readonly outputs: readonly PublishedOutput[];
  readonly samples: readonly OutputSample[];
  readonly problems: readonly Problem[];
  readonly givenUp: readonly GivenUpRecord[];
  /** What was decided while it ran. */
  readonly decisions: readonly DecisionRecord[];
}

/** Rows that a stage counted because it ends with this node; undefined in the middle of a stage. */
const countedRows = (
  name: string,
  { physical }: Prepared,
  stages: readonly StageRecord[],
): number | undefined => {
  const own = physical.stages.find(({ nodes, sink }) => nodes.at(-1) === name && sink.kind !== 'check');
  return stages.find(({ id }) => id === own?.id)?.rows;
};

/** What the nodes of a record are made from. */
interface Ran {
  readonly prepared: Prepared;
  readonly stages: readonly StageRecord[];
  readonly contracts: readonly ContractRecord[];
  /** Nodes that changed places: there they give other rows than the document says. */
  readonly moved: ReadonlySet<string>;
}

/** The node whose rows a check has: its input, also where its columns are cast before. */
const checkedNode = ({ name, inputs: [input] }: LogicalNode, { plan }: Prepared): string => {
  if (input === undefined || wholeName(input.node) !== name) return input?.node ?? name;
  return plan.nodes.find((other) => other.name === input.node)?.inputs[0]?.node ?? name;
};

/** What is known of a node's rows; a check has the rows of its input. */
const rowsOf = (
  { name, kind }: LogicalNode,
  { prepared, stages, moved, contracts }: Ran,
): NodeRecord['rows'] => {
  const planned = prepared.plan.nodes.find((other) => other.name === name);
  if (!planned) return 'unused';
  if (moved.has(name)) return 'fused';
  const passed = contracts.find(({ node }) => node === name)?.passed;
  if (passed !== undefined && kind.family !== 'write') return passed;
  const counted = kind.family === 'check' ? checkedNode(planned, prepared) : name;
  return countedRows(counted, prepared, stages) ?? 'fused';
};

const nodeRecord = (node: LogicalNode, ran: Ran): NodeRecord => {
  const { name, kind, inputs, schema } = node;
  const isOf = (other: string): boolean => wholeName(other) === name;
  const stage = ran.prepared.physical.stages.find(({ nodes }) => nodes.some(isOf));
  return {
    name,
    kind: kind.kind,
    family: kind.family,
    inputs: inputs.map(({ node: from }) => from),
    ...(stage ? { stage: stage.id } : {}),
    rows: rowsOf(node, ran),
    schema,
  };
};

/** What a run keeps of what it read. */
export const inputRecords = (
  { sources, logical, history }: Pick<Prepared, 'sources' | 'logical' | 'history'>,
  contracts: readonly ContractRecord[] = [],
): readonly InputRecord[] =>
  sources.map(({ node, files }) => {
    const source = logical.nodes.find(({ name }) => name === node.name)?.source;
    const rows = source?.rows;
    const columns = source?.schema.map(({ name, type, found }) => ({ name, type: found ?? type }));
    const measures = keptMeasures({ history }, documentNode(node.name), contracts);
    return {
      node: documentNode(node.name),
      files: files.map(({ name, bytes, modified }) => ({ name, bytes, modified })),
      ...(rows === undefined ? {} : { rows }),
      ...(columns ? { columns } : {}),
      ...(measures ? { measures } : {}),
    };
  });

/** The record of a run, from what was prepared and what was gathered. */
export const runRecord = (
  prepared: Prepared,
  runId: string,
  gathered: Gathered,
  times: RunTimes,
  last?: RunRecord,
): RunRecord => {
  const inputs = inputRecords(prepared, gathered.contracts);
  const drift = driftSince(last, inputs);
  const { logical, plan } = prepared;
  const { stages, contracts } = gathered;
  const ran = { prepared, stages, contracts, moved: reordered(logical, plan) };
  return {
    ...recordHead(prepared, runId, gathered.problems, times),
    nodes: wholeNodes(logical.nodes).map((node) => nodeRecord(node, ran)),
    stages: gathered.stages,
    ...(gathered.cache ? { cache: gathered.cache } : {}),
    inputs,
    ...(prepared.newFiles.length > 0 ? { newFiles: prepared.newFiles } : {}),
    decisions: [...prepared.decisions, ...gathered.decisions],
    ...(drift ? { drift } : {}),
    outputs: gathered.outputs,
    checks: gathered.checks,
    ...(contracts.length > 0 ? { contracts: contracts.map((item) => balanced(item, gathered.ports)) } : {}),
    ...(gathered.merges.length > 0 ? { merges: gathered.merges } : {}),
    ...policyRecords(prepared),
    ...triedRecords(prepared.policies.trying),
    ...(gathered.givenUp.length > 0 ? { givenUp: gathered.givenUp } : {}),
    lineage: columnLineage(plan),
    classes: outputClasses(plan),
    ...writtenRecords(prepared, gathered.outputs),
    samples: gathered.samples,
    problems: gathered.problems,
  };
};
