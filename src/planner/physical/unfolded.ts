import type { Binding } from '../../kit/index.js';
import { type Leaf, mapLeaves } from '../logical/leaves.js';
import type { LogicalNode } from '../logical/plan.js';

/** The engine cannot tell before it runs that this is so for every row. */
const ALWAYS = 'random() < 2';

const hidden = (binding: Binding): Binding => ({
  ...binding,
  sql: `case when ${ALWAYS} then (${binding.sql}) end`,
});

const hide = (leaf: Leaf): Leaf =>
  leaf.kind === 'expression' && leaf.binding ? { ...leaf, binding: hidden(leaf.binding) } : leaf;

/**
 * A filter whose condition the engine cannot see through. From one that holds for no row, `where false` or
 * `x > 5 and x < 3`, it would conclude that nothing needs to be read, and a contract below would see no row.
 */
export const unfolded = (node: LogicalNode): LogicalNode =>
  node.kind.kind === 'filter' ? { ...node, config: mapLeaves(node.config, hide) } : node;
