import { type Cell, type DecisionRecord, nodeContext, type Seen, type Sql } from '../../kit/index.js';
import { documentNode } from '../graph/graph.js';
import { inputsOf } from '../logical/inputs.js';
import type { LogicalNode, LogicalPlan } from '../logical/plan.js';
import { bytesBefore, lookAtInputs } from './look.js';

/** Runs a query that gives one row; undefined where it fails. */
export type Ask = (query: Sql) => Promise<readonly Cell[] | undefined>;

/** A plan whose nodes know what was decided for them. */
export interface AdaptedPlan {
  readonly plan: LogicalPlan;
  readonly decisions: readonly DecisionRecord[];
}

const look = async (plan: LogicalPlan, node: LogicalNode, measure: Sql, ask: Ask): Promise<Seen> => {
  const looked = lookAtInputs(plan, node, measure);
  if ('why' in looked) return looked;
  const row = await ask(looked.query);
  return row ? { row } : { why: 'its inputs could not be read to the end before the run' };
};

const adaptNode = async (plan: LogicalPlan, node: LogicalNode, ask: Ask): Promise<AdaptedPlan> => {
  const { kind } = node;
  if (!('adapts' in kind) || !kind.adapts || bytesBefore(plan, node) < (kind.adapts.from ?? 0)) {
    return { plan, decisions: [] };
  }
  const context = nodeContext(node.config, inputsOf(plan, node), node.output);
  const measure = kind.adapts.measure(context);
  const seen = measure ? await look(plan, node, measure, ask) : { why: 'nothing had to be looked at' };
  const { config, decisions } = kind.adapts.decide(context, seen);
  return {
    plan: { nodes: plan.nodes.map((other) => (other === node ? { ...node, config } : other)) },
    decisions: decisions.map((decision) => ({ ...decision, node: documentNode(node.name), files: [] })),
  };
};

/** Lets each node decide what it decides on the evidence of its inputs. The columns of all nodes stay as they are. */
export const adaptKinds = async (plan: LogicalPlan, ask: Ask): Promise<AdaptedPlan> => {
  let adapted: AdaptedPlan = { plan, decisions: [] };
  for (const { name } of plan.nodes) {
    const node = adapted.plan.nodes.find((other) => other.name === name);
    if (!node) continue;
    const { plan: next, decisions } = await adaptNode(adapted.plan, node, ask);
    adapted = { plan: next, decisions: [...adapted.decisions, ...decisions] };
  }
  return adapted;
};
