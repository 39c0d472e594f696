import type { LogicalPlan } from '../logical/plan.js';

/** One improvement of a plan that keeps its results. Notes say what it did, for `explain`. */
export interface Rule {
  readonly name: string;
  readonly summary: string;
  readonly apply: (plan: LogicalPlan) => RuleResult;
}

export interface RuleResult {
  readonly plan: LogicalPlan;
  readonly notes: readonly string[];
}

/** What a rule did to a plan; nothing where there are no notes. */
export interface Applied {
  readonly rule: string;
  readonly notes: readonly string[];
}

/** Applies rules in order. */
export const applyRules = (
  plan: LogicalPlan,
  rules: readonly Rule[],
): { readonly plan: LogicalPlan; readonly applied: readonly Applied[] } => {
  let current = plan;
  const applied: Applied[] = [];
  for (const rule of rules) {
    const result = rule.apply(current);
    current = result.plan;
    if (result.notes.length > 0) applied.push({ rule: rule.name, notes: result.notes });
  }
  return { plan: current, applied };
};
