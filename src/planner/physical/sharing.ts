import { wholeName } from '../contract/names.js';
import { readersOf } from '../graph/graph.js';
import { isSink, type LogicalNode, type LogicalPlan, nodeNamed, runsCode } from '../logical/plan.js';
import { givenWhole } from './parts.js';
import { looksTwice } from './ports.js';

/** A node whose rows are kept for later stages, and why. */
export type Kept = ReadonlyMap<string, string>;

/** Common tables nest; the engine's parser gives up on much deeper queries. */
const MAX_DEPTH = 200;

const streaming = new Set(['filter', 'select', 'rename', 'cast', 'derive']);

/**
 * Whether reading a node again costs less than keeping its rows: columns of Parquet files, filtered or
 * computed row by row, come faster from the files than from a table that has to be written first.
 */
const cheapToRepeat = (node: LogicalNode, byName: ReadonlyMap<string, LogicalNode>): boolean => {
  if (node.kind.family === 'read') return node.source?.format === 'parquet';
  const [input] = node.inputs;
  const source = input && byName.get(input.node);
  return streaming.has(node.kind.kind) && source !== undefined && cheapToRepeat(source, byName);
};

const byReaders = (plan: LogicalPlan): Map<string, string> => {
  const byName = new Map(plan.nodes.map((node) => [node.name, node]));
  const kept = new Map<string, string>();
  for (const [name, readers] of readersOf(plan.nodes)) {
    const node = byName.get(name);
    if (!node || isSink(node) || readers.length < 2 || cheapToRepeat(node, byName)) continue;
    kept.set(
      name,
      `read ${readers.length} times (${[...new Set(readers)].join(', ')}): computed once and kept`,
    );
  }
  return kept;
};

const byDepth = (plan: LogicalPlan, kept: Map<string, string>): Kept => {
  const depth = new Map<string, number>();
  for (const node of plan.nodes) {
    const size =
      1 + node.inputs.reduce((sum, { node: from }) => sum + (kept.has(from) ? 0 : (depth.get(from) ?? 0)), 0);
    depth.set(node.name, size);
    if (size < MAX_DEPTH || kept.has(node.name) || isSink(node)) continue;
    kept.set(node.name, `${MAX_DEPTH} nodes are as many as one query holds`);
  }
  return kept;
};

/** The first node after a contract, in the same stage, that may leave off before it has read every row. */
const firstToLeaveOff = (plan: LogicalPlan, name: string, kept: Kept): string | undefined => {
  for (const node of plan.nodes.filter(({ inputs }) => inputs.some((edge) => edge.node === name))) {
    const { kind } = node;
    if (kind.family === 'check' || (kind.family === 'transform' && kind.readsAll !== true)) return node.name;
    const further = kept.has(node.name) ? undefined : firstToLeaveOff(plan, node.name, kept);
    if (further !== undefined) return further;
  }
  return undefined;
};

/** A contract sees every row, whatever comes after it. */
const byContract = (plan: LogicalPlan, kept: Map<string, string>): Map<string, string> => {
  for (const { name, kind } of plan.nodes) {
    if (kind.family !== 'transform' || !kind.guard || kept.has(name)) continue;
    const reader = firstToLeaveOff(plan, name, kept);
    if (reader !== undefined)
      kept.set(name, `its contract sees each row, and "${reader}" may leave off early`);
  }
  return kept;
};

/** What a join with a contract reads is looked at twice: for its rows, and for those without a partner. */
const byBalance = (plan: LogicalPlan, kept: Map<string, string>): Map<string, string> => {
  for (const node of plan.nodes.filter((candidate) => looksTwice(plan, candidate))) {
    const reason = `its rows are counted for the contract of "${wholeName(node.name)}"`;
    for (const { node: from } of node.inputs) if (!kept.has(from)) kept.set(from, reason);
  }
  return kept;
};

/** What processes that read in parts are given whole is made once. */
const byFunctions = (plan: LogicalPlan, kept: Map<string, string>): Map<string, string> => {
  const isKept = (name: string): boolean => kept.has(name) || runsCode(nodeNamed(plan, name));
  for (const [name, reader] of givenWhole(plan, isKept))
    if (!kept.has(name))
      kept.set(name, `given whole to each process that runs the function of "${wholeName(reader)}"`);
  return kept;
};

/** What a function of the author gives comes from processes of its own. */
export const withCode = (plan: LogicalPlan, kept: Kept): Kept =>
  new Map([
    ...kept,
    ...plan.nodes
      .filter(runsCode)
      .map(({ name }) => [name, 'its function runs in processes of its own'] as const),
  ]);

/** The nodes whose rows are kept between stages. */
export const keptNodes = (plan: LogicalPlan): Kept =>
  byDepth(
    plan,
    byContract(plan, byFunctions(plan, byBalance(plan, new Map(withCode(plan, byReaders(plan)))))),
  );

/** Every node on its own: for debugging, and to prove that fusing changes nothing. */
export const keepAll = (plan: LogicalPlan): Kept =>
  new Map(plan.nodes.filter((node) => !isSink(node)).map(({ name }) => [name, 'each node on its own']));
