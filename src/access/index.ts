export { resourceIdOf } from './cedar/request.js';
export { cedarSchema, resourceTypeOf } from './cedar/schema.js';
export { type AccessOptions, createAccess, type PolicyAccess } from './create-access.js';
export type { Tell } from './decide/ask-cedar.js';
export { isWithin, SCOPE } from './decide/scope.js';
export { type ExplainedDecision, explainDecision, type ToldPolicy } from './explain.js';
export { type Policy, type PolicyFile, type RowFilter, speaksOf } from './rules/policy.js';
export { attributesInFilter, readRowFilter } from './rules/row-filter.js';
export { shippedPolicies, shippedRoles } from './shipped/index.js';
