import { isError, MillraceError } from '../../base/errors/index.js';
import type { Engine, Schema, SourceInfo } from '../../kit/index.js';
import {
  adaptKinds,
  applyRules,
  bindGraph,
  type Graph,
  type GraphNode,
  type LogicalPlan,
  type PhysicalPlan,
  toStages,
} from '../../planner/index.js';
import type { TestRow, TestSpec } from '../../spec/index.js';
import { adaptToSources } from '../check/adapt.js';
import { askWith } from '../check/adapt-kinds.js';
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

/** Rows that a test gives; of a reading node with a contract they go through the contract. */
const givenRows = ({ name, guarded }: GraphNode, test: TestSpec): readonly TestRow[] | undefined => {
  if (guarded) return test.given[guarded.node];
  return test.given[name];
};

/** The columns of given rows, of the part of a node that reads them; those that a contract casts are text, as in a file. */
export const givenSchema = (
  { name, guarded }: GraphNode,
  rows: readonly TestRow[],
  schemas: ReadonlyMap<string, Schema>,
): Schema => {
  const schema = schemas.get(name) ?? inferSchema(rows);
  const isText = (column: string): boolean => guarded?.asText.includes(column) ?? false;
  return schema.map((column) => (isText(column.name) ? { ...column, type: 'VARCHAR' } : column));
};

/** The guard of a reading node bears its name; the rows are given to the part that reads. */
const isGuardedHere = ({ name }: GraphNode, { nodes }: Graph): boolean =>
  nodes.some(({ guarded }) => guarded?.node === name);

const substitute = (node: GraphNode, { graph, schemas }: Subject, test: TestSpec): GraphNode => {
  const rows = isGuardedHere(node, graph) ? undefined : givenRows(node, test);
  if (rows === undefined) return node;
  const schema = givenSchema(node, rows, schemas);
  return { ...node, kind: givenKind(rows, schema), config: {}, inputs: [] };
};

const ancestors = (nodes: readonly GraphNode[], ends: ReadonlySet<string>): readonly GraphNode[] => {
  const names = new Set(ends);
  for (const node of [...nodes].reverse()) {
    if (names.has(node.name)) for (const input of node.inputs) names.add(input.node);
  }
  return nodes.filter(({ name }) => names.has(name));
};

const givenSource = (
  node: GraphNode,
  rows: readonly TestRow[],
  schemas: ReadonlyMap<string, Schema>,
): SourceInfo => {
  return {
    format: 'csv',
    files: [],
    schema: givenSchema(node, rows, schemas),
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
export const planCase = async (subject: Subject, test: TestSpec, engine: Engine): Promise<CasePlan> => {
  const { loaded, settings, graph, schemas } = subject;
  const tables = tablesOf(graph, test);
  const nodes = ancestors(
    graph.nodes.map((node) => substitute(node, subject, test)),
    new Set(tables.values()),
  );
  const sources = new Map(
    graph.nodes.flatMap((node) => {
      const rows = isGuardedHere(node, graph) ? undefined : givenRows(node, test);
      return rows === undefined ? [] : [[node.name, givenSource(node, rows, schemas)] as const];
    }),
  );
  const context = { parsed: loaded.parsed, binder: engine, parameters: settings.types };
  const adapted = await adaptToSources(context, engine, { nodes }, sources);
  const { value, problems } = await bindGraph(context, adapted.graph, { sources: adapted.infos });
  if (problems.some(isError)) throw new MillraceError(problems.filter(isError));
  const known = await adaptKinds(value, askWith(engine));
  const { plan } = applyRules(known.plan, []);
  const kept = new Map([...tables.values()].map((name) => [name, 'expected by the test']));
  return { plan, physical: toStages(plan, () => kept), tables };
};
