export { durationOf, durationText, millisecondsOf } from './duration.js';
export type { Hook } from './hooks.js';
export type { Match } from './match.js';
export { type PolicyRule, policiesSchema, policyRuleSchema } from './rule.js';
