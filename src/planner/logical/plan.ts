import type {
  Column,
  Lineage,
  NodeKind,
  OrderTerm,
  Schema,
  SourceInfo,
  TransformDeclaration,
} from '../../kit/index.js';
import type { Edge } from '../graph/graph.js';

/** A node with everything known that can be known without its rows. */
export interface LogicalNode {
  readonly name: string;
  readonly kind: NodeKind;
  /** The kind's own config; every expression in it carries its binding. */
  readonly config: unknown;
  readonly inputs: readonly Edge[];
  /** Which output of the document's node this is. */
  readonly output: string;
  /** Columns of the output; of the input for writing nodes and checks. */
  readonly schema: Schema;
  readonly lineage: Lineage;
  readonly order?: readonly OrderTerm[];
  /** For reading nodes. */
  readonly source?: SourceInfo;
}

/** The graph with types, in topological order. Rules turn one plan into a better one. */
export interface LogicalPlan {
  readonly nodes: readonly LogicalNode[];
}

export const nodeNamed = (plan: LogicalPlan, name: string): LogicalNode => {
  const node = plan.nodes.find((candidate) => candidate.name === name);
  if (!node) throw new Error(`no node "${name}" in the plan`);
  return node;
};

export const isSink = ({ kind }: Pick<LogicalNode, 'kind'>): boolean =>
  kind.family === 'write' || kind.family === 'check';

/** Whether a function of the author makes its rows. */
export const runsCode = ({ kind }: Pick<LogicalNode, 'kind'>): boolean =>
  kind.family === 'transform' && kind.code !== undefined;

/** What the function says of itself that makes the rows of a node. */
export const functionOf = ({
  kind,
  config,
}: Pick<LogicalNode, 'kind' | 'config'>): TransformDeclaration | undefined =>
  kind.family === 'transform' ? kind.code?.declaration(config) : undefined;

const columnText = ({ name, type }: Column): string => `${name} ${type}`;

/** The plan as text, one line a node: what rule tests compare. */
export const printPlan = (plan: LogicalPlan): string =>
  plan.nodes
    .map(({ name, kind, inputs, schema }) => {
      const from = inputs.length > 0 ? ` <- ${inputs.map(({ node }) => node).join(', ')}` : '';
      return `${name}: ${kind.kind}${from} (${schema.map(columnText).join(', ')})`;
    })
    .join('\n');
