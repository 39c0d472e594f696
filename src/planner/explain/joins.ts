import { count } from '../../base/number-text.js';
import { type LogicalNode, type LogicalPlan, nodeNamed } from '../logical/plan.js';

const keeping = new Set([
  'filter',
  'select',
  'derive',
  'rename',
  'cast',
  'sort',
  'window',
  'distinct',
  'deduplicate',
]);

/** As many rows as a node has at most, as far as files tell. */
const mostRows = (plan: LogicalPlan, { kind, source, inputs }: LogicalNode): number | undefined => {
  if (kind.family === 'read') return source?.rows;
  const [input] = inputs;
  return input && keeping.has(kind.kind) ? mostRows(plan, nodeNamed(plan, input.node)) : undefined;
};

const counted = (plan: LogicalPlan, name: string): string => {
  const node = nodeNamed(plan, name);
  const most = mostRows(plan, node);
  if (most === undefined) return `"${name}" of unknown size`;
  return `"${name}" ${node.kind.family === 'read' ? 'with' : 'with at most'} ${count(most)} rows`;
};

/** What is known beforehand of each join; in which order rows are brought together is left to the engine. */
export const joinLines = (plan: LogicalPlan): readonly string[] =>
  plan.nodes
    .filter(({ kind }) => kind.kind === 'join')
    .map(({ name, inputs }) => {
      const sides = inputs.map(({ node }) => counted(plan, node)).join(' and ');
      return `  ${name}: ${sides}; the engine chooses which side it keeps in memory, and the order of joins within a stage, by its own statistics`;
    });
