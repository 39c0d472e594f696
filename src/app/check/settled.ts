import { failure } from '../../base/errors/index.js';
import type { DecisionRecord, RunRecord } from '../../kit/index.js';
import { type AdaptedPlan, documentNode, type LogicalNode, type LogicalPlan } from '../../planner/index.js';
import { isOfInputs } from './unpinned.js';

/** Whether the document leaves open how keys are compared. */
const isOpen = ({ config }: LogicalNode): boolean =>
  Array.isArray((config as { readonly repair?: unknown } | undefined)?.repair);

const decisionFor = ({ decisions = [] }: RunRecord, node: string): DecisionRecord | undefined =>
  decisions.find((decision) => isOfInputs(decision) && decision.node === documentNode(node));

/** A plan in which nodes do as they did in the run whose rows go through them again: some rows alone tell less than all. */
export const settledBy = (run: RunRecord | undefined, plan: LogicalPlan): LogicalPlan => ({
  nodes: plan.nodes.map((node) => {
    const pin = run && isOpen(node) ? decisionFor(run, node.name)?.pin : undefined;
    return pin ? { ...node, config: { ...(node.config as object), ...pin } } : node;
  }),
});

/**
 * What was decided in a replay, told as what it is.
 *
 * @throws MR2012 where the run has no decision for a node that takes one
 */
export const asSettled = (
  run: RunRecord | undefined,
  before: LogicalPlan,
  adapted: AdaptedPlan,
): AdaptedPlan => {
  if (!run) return adapted;
  const decisions = adapted.decisions.map((decision) => {
    const wasOpen = before.nodes.some((node) => documentNode(node.name) === decision.node && isOpen(node));
    if (!isOfInputs(decision) || !wasOpen) return decision;
    if (decision.isDeclared === true)
      return { ...decision, evidence: `run ${run.runId}, whose rows are replayed, decided so` };
    throw failure(
      'MR2012',
      `"${decision.node}" would decide how keys are compared by the rows of a replay alone, and run ${run.runId} has no decision on record`,
      {
        node: decision.node,
        mend: 'Pin it in the document: `repair: { always: [...] }`, as `millrace profile` shows it.',
      },
    );
  });
  return { ...adapted, decisions };
};
