import { isError, MillraceError } from '../../base/errors/index.js';
import type { Engine, Schema, SourceInfo } from '../../kit/index.js';
import {
  applyRules,
  bindGraph,
  type Graph,
  type GraphNode,
  type LogicalPlan,
  type PhysicalPlan,
  toStages,
} from '../../planner/index.js';
import type { TestSpec } from '../../spec/index.js';
import type { Settings } from '../check/settings.js';
import type { LoadedDocument } from '../load/load-document.js';
import { givenKind, inferSchema } from './given.js';

/** What is tested: the document, and the real columns of its nodes where they are known. */
export interface Subject {
  readonly loaded: LoadedDocument;
  readonly settings: Settings;
  readonly graph: Graph;
  readonly schemas: ReadonlyMap<string, Schema>;
}

/** A plan for the nodes that a test expects something of, and the rows of which each is kept as a table. */
export interface CasePlan {
  readonly plan: LogicalPlan;
  readonly physical: PhysicalPlan;
  /** Expected node to the node whose table holds its rows: itself, or the input of a writing node. */
  readonly tables: ReadonlyMap<string, string>;
}

const substitute = (node: GraphNode, test: TestSpec, schemas: ReadonlyMap<string, Schema>): GraphNode => {
  const rows = test.given[node.name];
  if (rows === undefined) return node;
  const schema = schemas.get(node.name) ?? inferSchema(rows);
  return { ...node, kind: givenKind(rows, schema), config: {}, inputs: [] };
};

const ancestors = (nodes: readonly GraphNode[], ends: ReadonlySet<string>): readonly GraphNode[] => {
  const names = new Set(ends);
  for (const node of [...nodes].reverse()) {
    if (names.has(node.name)) for (const input of node.inputs) names.add(input.node);
  }
  return nodes.filter(({ name }) => names.has(name));
};

const givenSource = (test: TestSpec, name: string, schemas: ReadonlyMap<string, Schema>): SourceInfo => {
  const rows = test.given[name] ?? [];
  return {
    format: 'csv',
    files: [],
    schema: schemas.get(name) ?? inferSchema(rows),
    rows: rows.length,
    groups: [],
  };
};

const tablesOf = (graph: Graph, test: TestSpec): ReadonlyMap<string, string> =>
  new Map(
    Object.keys(test.expect).map((name) => {
      const node = graph.nodes.find((candidate) => candidate.name === name);
      return [name, node?.kind.family === 'write' ? (node.inputs[0]?.node ?? name) : name];
    }),
  );

/** Plans a test: given rows instead of nodes, tables instead of outputs. Throws where the nodes do not bind. */
export const planCase = async (
  { loaded, settings, graph, schemas }: Subject,
  test: TestSpec,
  engine: Engine,
): Promise<CasePlan> => {
  const tables = tablesOf(graph, test);
  const nodes = ancestors(
    graph.nodes.map((node) => substitute(node, test, schemas)),
    new Set(tables.values()),
  );
  const sources = new Map(Object.keys(test.given).map((name) => [name, givenSource(test, name, schemas)]));
  const context = { parsed: loaded.parsed, binder: engine, parameters: settings.types };
  const { value, problems } = await bindGraph(context, { nodes }, { sources });
  if (problems.some(isError)) throw new MillraceError(problems.filter(isError));
  const { plan } = applyRules(value, []);
  const kept = new Map([...tables.values()].map((name) => [name, 'expected by the test']));
  return { plan, physical: toStages(plan, () => kept), tables };
};
