export { contradictions, type PlaceOf, type RulesAsWritten } from './check/contradictions.js';
export { ruleProblems } from './check/rules.js';
export { type Attempting, attempting, type FailedAttempt } from './guard/attempts.js';
export { waitAfter } from './guard/backoff.js';
export { type Budget, createBudget } from './guard/budget.js';
export { errorsOf, isRetried } from './guard/faults.js';
export { createGuards, type Guard, type Guards } from './guard/guards.js';
export { type PolicyTime, type Random, randomFrom, systemTime } from './guard/tools.js';
export { type Called, callHook, type HookSurroundings } from './hooks/call.js';
export type { ErrorFacts, Facts, NodeFacts } from './resolve/facts.js';
export { type Rule, rulesFor, rulesOf } from './resolve/match.js';
export {
  type Fallback,
  type HookEvent,
  type Policy,
  policyOf,
  type RetryPolicy,
  type TimeoutPolicy,
} from './resolve/policy.js';
export { type Overridden, type Resolved, resolve, type Setting, settled } from './resolve/resolve.js';
