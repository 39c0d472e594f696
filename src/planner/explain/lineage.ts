import type { ColumnLineage, SourceColumn } from '../../kit/index.js';
import { documentNode } from '../graph/graph.js';
import type { LogicalNode, LogicalPlan } from '../logical/plan.js';

type Sources = ReadonlyMap<string, readonly SourceColumn[]>;

const distinct = (columns: readonly SourceColumn[]): readonly SourceColumn[] => [
  ...new Map(columns.map((column) => [`${column.node}\u0000${column.column}`, column])).values(),
];

const sourcesOf = (node: LogicalNode, known: ReadonlyMap<string, Sources>): Sources => {
  if (node.kind.family === 'read') {
    return new Map(node.schema.map(({ name }) => [name, [{ node: documentNode(node.name), column: name }]]));
  }
  const from = (alias: string, column: string): readonly SourceColumn[] => {
    const edge = node.inputs.find((input) => input.alias === alias);
    return (edge && known.get(edge.node)?.get(column)) ?? [];
  };
  return new Map(
    node.schema.map(({ name }) => {
      const uses = node.lineage.columns[name] ?? [];
      return [name, distinct(uses.flatMap(({ input, column }) => from(input, column)))];
    }),
  );
};

/** For each output, the columns of the reading nodes that each of its columns was made from. */
export const columnLineage = (plan: LogicalPlan): ColumnLineage => {
  const known = new Map<string, Sources>();
  for (const node of plan.nodes) known.set(node.name, sourcesOf(node, known));
  const outputs = plan.nodes.filter(({ kind }) => kind.family === 'write');
  return Object.fromEntries(outputs.map(({ name }) => [name, Object.fromEntries(known.get(name) ?? [])]));
};
