import { pruneColumns } from './prune-columns.js';
import { pruneNodes } from './prune-nodes.js';
import { pushFilters } from './push-filters.js';
import type { Rule } from './rule.js';

/** The rules in the order in which they are applied. */
export const standardRules: readonly Rule[] = [pruneNodes, pushFilters, pruneColumns];

export { pruneNodes } from './prune-nodes.js';
export { declaredPasses, pushFiltersWith } from './push-filters.js';
export { reordered } from './reordered.js';
export { type Applied, applyRules, type Rule, type RuleResult } from './rule.js';
