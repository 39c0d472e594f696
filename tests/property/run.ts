import { isError, MillraceError, problemsOf } from '../../src/base/errors/index.js';
import { rowSum } from '../../src/engines/duckdb/row-hash.js';
import {
  builtInValues,
  type Cell,
  createRegistry,
  createSemanticTypes,
  type Engine,
  identifier,
  type Sink,
  type SourceInfo,
  type Sql,
  sql,
} from '../../src/kit/index.js';
import { builtInKinds } from '../../src/nodes/index.js';
import {
  applyRules,
  bindGraph,
  buildGraph,
  keepAll,
  type LogicalPlan,
  type PhysicalPlan,
  type Rule,
  type Stage,
  standardRules,
  toStages,
} from '../../src/planner/index.js';
import { parseDocument } from '../../src/spec/index.js';
import type { RandomDocument } from './documents.js';
import type { Source } from './sources.js';

const registry = createRegistry(builtInKinds);

const options = { signal: new AbortController().signal, onProgress: () => undefined };

/** An engine with the files that documents read, looked at once. */
export interface Ground {
  readonly engine: Engine;
  readonly sources: readonly Source[];
  readonly infos: ReadonlyMap<string, SourceInfo>;
}

/** What a run gave: a table for each output, the measures of each check, or the code of its failure. */
interface Given {
  readonly outputs: readonly { readonly node: string; readonly table: string; readonly rows: number }[];
  readonly checks: Readonly<Record<string, readonly (readonly Cell[])[]>>;
  readonly failed?: string;
}

/** Binds the document. Throws where it does not hold: random documents must. */
const planned = async ({ engine, infos }: Ground, { text }: RandomDocument): Promise<LogicalPlan> => {
  const parsed = parseDocument(text, 'random.json');
  const { value: graph, problems } = buildGraph(parsed, { registry, types: createSemanticTypes([]) });
  const known = new Map(
    graph.nodes.flatMap(({ name, kind, config }) => {
      const info = kind.family === 'read' ? infos.get(kind.paths(config)[0]?.path ?? '') : undefined;
      return info ? [[name, info] as const] : [];
    }),
  );
  const context = { parsed, binder: engine, parameters: builtInValues };
  const bound = await bindGraph(context, graph, { sources: known });
  const errors = [...problems, ...bound.problems].filter(isError);
  if (errors.length > 0) throw new MillraceError(errors);
  return bound.value;
};

const sinkFor = ({ sink }: Stage, prefix: string): Sink => {
  if (sink.kind === 'table') return sink;
  return sink.kind === 'file'
    ? { kind: 'table', table: `${prefix} ${sink.node}` }
    : { kind: 'rows', limit: 10 };
};

const executed = async (engine: Engine, { stages }: PhysicalPlan, prefix: string): Promise<Given> => {
  const outputs: { node: string; table: string; rows: number }[] = [];
  const checks: Record<string, readonly (readonly Cell[])[]> = {};
  try {
    for (const stage of stages) {
      const sink = sinkFor(stage, prefix);
      const { rows, values } = await engine.execute({ query: stage.query, sink }, options);
      if (stage.sink.kind === 'file' && sink.kind === 'table')
        outputs.push({ node: stage.sink.node, table: sink.table, rows });
      if (stage.sink.kind === 'check') checks[stage.sink.node] = values;
    }
    return { outputs, checks };
  } catch (thrown) {
    return { outputs, checks, failed: problemsOf(thrown)[0]?.code ?? 'unknown' };
  } finally {
    for (const { sink } of stages) if (sink.kind === 'table') await engine.dropTable(sink.table);
  }
};

const differing = async (engine: Engine, a: string, b: string): Promise<number> => {
  const [first, second] = [identifier(a), identifier(b)];
  const query = sql`select count(*) from ((from ${first} except all from ${second}) union all (from ${second} except all from ${first}))`;
  const { values } = await engine.execute({ query, sink: { kind: 'rows', limit: 1 } }, options);
  return Number(values[0]?.[0]);
};

/** The hash of the rows of a table: the sum that outputs are hashed by. */
const hashOf = async (engine: Engine, table: string): Promise<string> => {
  const outcome = await engine.describe(sql`from ${identifier(table)}`);
  if (!outcome.ok) throw new Error(outcome.fault.message);
  const sum: Sql = { kind: 'sql', text: rowSum(outcome.value), parameters: [] };
  const query = sql`select ${sum} from ${identifier(table)}`;
  const { values } = await engine.execute({ query, sink: { kind: 'rows', limit: 1 } }, options);
  return String(values[0]?.[0]);
};

const schemaText = async (engine: Engine, table: string): Promise<string> => {
  const outcome = await engine.describe(sql`from ${identifier(table)}`);
  return outcome.ok
    ? outcome.value.map(({ name, type }) => `${name} ${type}`).join(', ')
    : outcome.fault.message;
};

const compareOutput = async (
  engine: Engine,
  fused: Given['outputs'][number],
  alone: Given['outputs'][number] | undefined,
): Promise<readonly string[]> => {
  if (!alone) return [`${fused.node}: one way only`];
  const [a, b] = [await schemaText(engine, fused.table), await schemaText(engine, alone.table)];
  if (a !== b) return [`${fused.node}: columns ${a} and ${b}`];
  if (fused.rows !== alone.rows) return [`${fused.node}: ${fused.rows} rows fused, ${alone.rows} alone`];
  const count = await differing(engine, fused.table, alone.table);
  if (count > 0) return [`${fused.node}: ${count} rows differ`];
  const [first, second] = [await hashOf(engine, fused.table), await hashOf(engine, alone.table)];
  return first === second ? [] : [`${fused.node}: hashes ${first} and ${second}`];
};

/** What stops a run for rows that must not be settled silently. */
const guards = new Set(['MR4012', 'MR4013', 'MR4014']);

/**
 * Where the engine can tell beforehand that nothing at all comes out, a guard inside of a fused query is not reached;
 * the kinds say so.
 */
const isUnreached = (fused: Given, alone: Given): boolean =>
  fused.failed === undefined && guards.has(alone.failed ?? '');

const compare = async (engine: Engine, fused: Given, alone: Given): Promise<readonly string[]> => {
  if (isUnreached(fused, alone)) return [];
  if (fused.failed !== alone.failed)
    return [`fused ${fused.failed ?? 'ran'}, alone ${alone.failed ?? 'ran'}`];
  if (fused.failed !== undefined) return [];
  const [a, b] = [JSON.stringify(fused.checks), JSON.stringify(alone.checks)];
  const differences: string[] = a === b ? [] : [`checks: ${a} and ${b}`];
  for (const output of fused.outputs) {
    const other = alone.outputs.find(({ node }) => node === output.node);
    differences.push(...(await compareOutput(engine, output, other)));
  }
  return differences;
};

/** What came of a document that was run both ways. */
export interface Verdict {
  readonly seed: number;
  readonly differences: readonly string[];
  /** The code with which both ways ended, if they did. */
  readonly failed?: string;
  /** A guard stopped the one way, and was not reached on the other. */
  readonly unreached: boolean;
  /** Of each output, as it came fused. */
  readonly hashes: Readonly<Record<string, string>>;
}

/** Runs a document fused, by the rules given, and node by node without any; says how they differ. */
export const runBothWays = async (
  ground: Ground,
  document: RandomDocument,
  rules: readonly Rule[] = standardRules,
): Promise<Verdict> => {
  const { engine } = ground;
  const plan = await planned(ground, document);
  const fused = await executed(engine, toStages(applyRules(plan, rules).plan), 'fused');
  const alone = await executed(engine, toStages(plan, keepAll), 'alone');
  const differences = await compare(engine, fused, alone);
  const hashes: Record<string, string> = {};
  for (const { node, table } of fused.outputs) hashes[node] = await hashOf(engine, table);
  for (const { table } of [...fused.outputs, ...alone.outputs]) await engine.dropTable(table);
  const failed = fused.failed === undefined ? {} : { failed: fused.failed };
  return { seed: document.seed, differences, unreached: isUnreached(fused, alone), hashes, ...failed };
};
