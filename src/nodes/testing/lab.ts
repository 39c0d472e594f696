import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type * as z from 'zod';
import { createDuckDbEngine } from '../../engines/duckdb/index.js';
import {
  type BoundValue,
  type Cell,
  type CheckDefinition,
  type CheckResult,
  type Engine,
  type Finding,
  findColumn,
  type Input,
  type Lineage,
  type NodeContext,
  nodeContext,
  type OrderTerm,
  type Schema,
  type Sql,
  sql,
  type TransformDefinition,
} from '../../kit/index.js';
import { bindConfig } from './leaves.js';

type Transform = TransformDefinition<z.ZodType>;
type Check = CheckDefinition<z.ZodType>;

/** What a transform gave, and what it said about it. */
export interface Outcome {
  readonly columns: readonly string[];
  readonly schema: Schema;
  readonly rows: readonly (readonly Cell[])[];
  readonly findings: readonly Finding[];
  readonly lineage: Lineage | undefined;
  readonly order: readonly OrderTerm[] | undefined;
  readonly text: string;
}

/** Runs kinds on a real engine, bound and lowered as the planner does it. */
export interface Lab {
  readonly engine: Engine;
  /** A folder of its own, in which the engine may read and write. */
  readonly folder: string;
  /** An input with the rows of a query. */
  readonly input: (alias: string, query: string, order?: readonly OrderTerm[]) => Promise<Input>;
  /** Runs SQL and gives its rows. */
  readonly query: (text: Sql) => Promise<Pick<Outcome, 'columns' | 'schema' | 'rows'>>;
  readonly run: (kind: Transform, config: unknown, ...inputs: readonly Input[]) => Promise<Outcome>;
  /** The same for one of several outputs. */
  readonly runOutput: (
    kind: Transform,
    output: string,
    config: unknown,
    ...inputs: readonly Input[]
  ) => Promise<Outcome>;
  /** What the kind finds wrong, without running it. */
  readonly findings: (
    kind: Transform | Check,
    config: unknown,
    ...inputs: readonly Input[]
  ) => Promise<readonly Finding[]>;
  readonly judge: (
    kind: Check,
    config: unknown,
    input: Input,
    classified?: ReadonlySet<string>,
  ) => Promise<readonly CheckResult[]>;
  readonly close: () => Promise<void>;
}

const raw = (text: string): Sql => ({ kind: 'sql', text, parameters: [] });

const running = () => ({ signal: new AbortController().signal, onProgress: () => undefined });

const queryWith = (engine: Engine) => async (query: Sql) => {
  const result = await engine.execute({ query, sink: { kind: 'rows', limit: 10_000 } }, running());
  return { columns: result.schema.map(({ name }) => name), schema: result.schema, rows: result.values };
};

const described = async (engine: Engine, query: Sql): Promise<Schema> => {
  const outcome = await engine.describe(query);
  if (!outcome.ok) throw new Error(`${outcome.fault.code}: ${outcome.fault.message}`);
  return outcome.value;
};

const inputMaker = (engine: Engine) => {
  let count = 0;
  return async (alias: string, query: string, order?: readonly OrderTerm[]): Promise<Input> => {
    count += 1;
    const name = `table_${count}`;
    await engine.execute({ query: raw(query), sink: { kind: 'table', table: name } }, running());
    const schema = await described(engine, raw(`from ${name}`));
    return { kind: 'relation', alias, name, schema, ...(order ? { order } : {}) };
  };
};

const binderWith =
  (engine: Engine, parameters: Readonly<Record<string, string>>) =>
  async (kind: Transform | Check, config: unknown, inputs: readonly Input[]) => {
    const after = (bound: unknown): Sql | undefined =>
      kind.family === 'transform' ? kind.after?.(nodeContext(bound, inputs)) : undefined;
    const bound = await bindConfig(kind.config.parse(config), { binder: engine, inputs, parameters }, after);
    return nodeContext(bound, inputs);
  };

const runKind = async (engine: Engine, kind: Transform, context: NodeContext<unknown>): Promise<Outcome> => {
  const findings = kind.check?.(context) ?? [];
  const lowered = kind.lower(context);
  const schema = await described(engine, lowered);
  // Any node may be the last of a fused query, behind other common tables.
  const result = await queryWith(engine)(sql`with "other" as (select 1) ${lowered}`);
  const about = { ...context, schema };
  const [lineage, order] = [kind.lineage?.(about), kind.order?.(about)];
  return { ...result, schema, findings, lineage, order, text: lowered.text };
};

/** A lab with the given values for parameters; close it when the tests are done. */
export const openLab = async (values: Readonly<Record<string, BoundValue>> = {}): Promise<Lab> => {
  const folder = await mkdtemp(join(tmpdir(), 'millrace-nodes-'));
  const engine = await createDuckDbEngine({
    limits: { threads: 2 },
    readable: [],
    writable: [folder],
    spillFolder: join(folder, 'spill'),
    values,
    keepOrder: true,
  });
  const types = Object.fromEntries(Object.entries(values).map(([name, { type }]) => [name, type]));
  const bind = binderWith(engine, types);
  const query = queryWith(engine);
  return {
    engine,
    folder,
    query,
    input: inputMaker(engine),
    findings: async (kind, config, ...inputs) => kind.check?.(await bind(kind, config, inputs)) ?? [],
    run: async (kind, config, ...inputs) => runKind(engine, kind, await bind(kind, config, inputs)),
    runOutput: async (kind, output, config, ...inputs) =>
      runKind(engine, kind, { ...(await bind(kind, config, inputs)), output }),
    judge: async (kind, config, input, classified) => {
      const context = await bind(kind, config, [input]);
      const { columns, rows } = await query(kind.lower(context));
      const [row = []] = rows;
      const measures = Object.fromEntries(columns.map((name, index) => [name, row[index] ?? null]));
      return kind.judge(context.config, measures, classified);
    },
    close: async () => {
      await engine.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
};

/** Rows without their order. */
export const unordered = (rows: readonly (readonly Cell[])[]): readonly (readonly Cell[])[] =>
  [...rows].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));

/** The type of a column. */
export const typeOf = ({ schema }: Pick<Outcome, 'schema'>, name: string): string | undefined =>
  findColumn(schema, name)?.type;
