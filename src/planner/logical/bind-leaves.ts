import type { Problem } from '../../base/errors/index.js';
import {
  type Binder,
  type Binding,
  type BindRequest,
  type Expression,
  type Input,
  isReferred,
  type NodeKind,
  nodeContext,
  type Query,
  type Sql,
} from '../../kit/index.js';
import type { ParsedDocument } from '../../spec/index.js';
import type { Checked, Graph } from '../graph/graph.js';
import { type Leaf, leavesOf, mapLeaves, type PlacedLeaf } from './leaves.js';
import { missingColumn, sqlProblem } from './problems.js';

/** What binding a node's config needs. */
export interface BindContext {
  readonly parsed: ParsedDocument;
  readonly binder: Binder;
  /** Declared parameters and built-in values: name to DuckDB type. */
  readonly parameters: Readonly<Record<string, string>>;
  /** Names of semantic types, which a contract may write in the place of the engine's. */
  readonly semanticTypes?: readonly string[];
}

/** A node that is being bound. */
export interface Subject {
  readonly name: string;
  readonly kind: NodeKind;
  readonly config: unknown;
  readonly inputs: readonly Input[];
}

type SqlLeaf = Expression | Query;
type PlacedSql = PlacedLeaf & { readonly leaf: SqlLeaf };

const isSql = (item: PlacedLeaf): item is PlacedSql =>
  item.leaf.kind === 'expression' || item.leaf.kind === 'query';

/** All SQL of a graph, for the binder to parse in one go. */
export const sqlPieces = ({ nodes }: Graph): readonly Pick<BindRequest, 'form' | 'text'>[] =>
  nodes.flatMap(({ config }) =>
    leavesOf(config)
      .filter(isSql)
      .map(({ leaf }) => ({ form: leaf.kind, text: leaf.text })),
  );

/** Aggregates and windows are bound last, inside of the groups or the window of their node. */
const isBoundLast = ({ leaf }: PlacedSql): boolean =>
  leaf.kind === 'expression' && (leaf.allows === 'aggregate' || leaf.allows === 'windowed');

const requestFor = (
  { leaf }: PlacedSql,
  { inputs }: Subject,
  { parameters }: BindContext,
  after?: Sql,
): BindRequest => ({
  text: leaf.text,
  form: leaf.kind,
  allows: leaf.kind === 'expression' ? leaf.allows : 'aggregate',
  relations: inputs.filter((input) => !isReferred(input)),
  parameters,
  ...(leaf.kind === 'expression' && leaf.expects ? { expects: leaf.expects } : {}),
  ...(after ? { after } : {}),
});

const bindSql = async (
  context: BindContext,
  subject: Subject,
  items: readonly PlacedSql[],
  after?: Sql,
): Promise<Checked<ReadonlyMap<Leaf, Binding>>> => {
  const outcomes = await context.binder.bind(items.map((item) => requestFor(item, subject, context, after)));
  const bindings = new Map<Leaf, Binding>();
  const problems: Problem[] = [];
  for (const [index, { leaf, path }] of items.entries()) {
    const outcome = outcomes[index];
    if (outcome?.ok) bindings.set(leaf, outcome.value);
    else if (outcome) problems.push(sqlProblem(context.parsed, subject.name, path, outcome.fault));
  }
  return { value: bindings, problems };
};

const withBindings = (config: unknown, bindings: ReadonlyMap<Leaf, Binding>): unknown =>
  mapLeaves(config, (leaf) => {
    const binding = bindings.get(leaf);
    return binding ? { ...(leaf as SqlLeaf), binding } : leaf;
  });

/** The config with each type under the engine's own name; a type that there is not is a problem at its place. */
export const resolveTypes = async (
  context: Pick<BindContext, 'parsed' | 'binder' | 'semanticTypes'>,
  { name, config }: Pick<Subject, 'name' | 'config'>,
): Promise<Checked<unknown>> => {
  const resolved = new Map<Leaf, Leaf>();
  const problems: Problem[] = [];
  for (const { leaf, path } of leavesOf(config)) {
    if (leaf.kind !== 'type') continue;
    const others = leaf.mayMean ? context.semanticTypes : [];
    const outcome = await context.binder.typeName(leaf.text, others);
    if (outcome.ok) resolved.set(leaf, { ...leaf, text: outcome.value });
    else problems.push(sqlProblem(context.parsed, name, path, outcome.fault));
  }
  return { value: mapLeaves(config, (leaf) => resolved.get(leaf) ?? leaf), problems };
};

/** Regular expressions that the engine does not take: it would say so in the middle of a run. */
const patternProblems = async (
  { parsed, binder }: BindContext,
  { name, config }: Subject,
): Promise<readonly Problem[]> => {
  const problems: Problem[] = [];
  for (const { leaf, path } of leavesOf(config)) {
    if (leaf.kind !== 'pattern') continue;
    const outcome = await binder.pattern(leaf.text);
    if (!outcome.ok) problems.push(sqlProblem(parsed, name, path, outcome.fault));
  }
  return problems;
};

const columnProblems = ({ parsed }: BindContext, { name, config, inputs }: Subject): readonly Problem[] =>
  leavesOf(config).flatMap(({ leaf, path }) =>
    leaf.kind === 'column' ? (missingColumn(parsed, name, path, leaf, inputs) ?? []) : [],
  );

const clausesOf = ({ kind, inputs }: Subject, config: unknown): Sql | undefined =>
  kind.family === 'transform' && inputs.length > 0 ? kind.after?.(nodeContext(config, inputs)) : undefined;

/** Binds these inside their groups; where the groups are wrong themselves, what follows from that is not said again. */
const bindLast = async (
  context: BindContext,
  subject: Subject,
  config: unknown,
  groupsHold: boolean,
): Promise<Checked<ReadonlyMap<Leaf, Binding>>> => {
  const items = leavesOf(config).filter(isSql).filter(isBoundLast);
  if (groupsHold) return bindSql(context, subject, items, clausesOf(subject, config));
  const { value, problems } = await bindSql(context, subject, items);
  return { value, problems: problems.filter(({ code }) => code !== 'MR2116') };
};

/** The config with every type resolved and every piece of SQL bound; all problems at once. */
export const bindLeaves = async (context: BindContext, subject: Subject): Promise<Checked<unknown>> => {
  const types = await resolveTypes(context, subject);
  const patterns = await patternProblems(context, subject);
  const columns = columnProblems(context, subject);
  const rows = leavesOf(types.value)
    .filter(isSql)
    .filter((item) => !isBoundLast(item));
  const first = await bindSql(context, subject, rows);
  const config = withBindings(types.value, first.value);
  const groupsHold = columns.length === 0 && first.problems.length === 0;
  const second = await bindLast(context, subject, config, groupsHold);
  return {
    value: withBindings(config, second.value),
    problems: [...types.problems, ...patterns, ...columns, ...first.problems, ...second.problems],
  };
};
