import { mkdir, open, readdir, rm } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { failure } from '../../base/errors/index.js';
import { count, plural } from '../../base/number-text.js';
import {
  type CodeFault,
  type CodeReply,
  type CodeRequest,
  type Engine,
  type EngineLimits,
  type ExecuteOptions,
  FAULT,
  findColumn,
  identifier,
  joined,
  literal,
  nodeContext,
  type Schema,
  type Sql,
  type Statement,
  type StatementResult,
  sql,
  type TransformDeclaration,
} from '../../kit/index.js';
import {
  type LogicalPlan,
  nodeNamed,
  type PhysicalPlan,
  type Stage,
  wholeName,
} from '../../planner/index.js';
import type { Wiring } from '../wiring.js';
import { moduleOf } from './declare.js';

/** What a stage with a function of the author runs in. */
export interface CodePlace {
  readonly wiring: Wiring;
  readonly engine: Engine;
  readonly plan: LogicalPlan;
  /** The document's file. */
  readonly document: string;
  /** A folder that the engine may write. */
  readonly folder: string;
  readonly limits: EngineLimits;
  readonly options: ExecuteOptions;
  /** Processes; as many as there are threads unless given. */
  readonly processes?: number | undefined;
}

/** Where the rows of functions are, inside of a run's folder. */
export const CODE_FOLDER = 'code';

/** The folder for rows that functions are given and give; made where the plan has such. */
export const codeFolder = async (folder: string, { stages }: PhysicalPlan): Promise<readonly string[]> => {
  if (stages.every(({ sink }) => sink.kind !== 'code')) return [];
  const path = join(folder, CODE_FOLDER);
  await mkdir(path, { recursive: true });
  return [path];
};

const BUCKET = 'bucket';
/** Rows of keys are shared out among so many partitions. */
const BUCKETS = 16;
/** Bytes after which a partition ends, about. */
const PARTITION = 16_000_000;
/** Beside its functions a process needs so much for its engine, at least. */
const LEAST_MEMORY = 64_000_000;

const isKeyed = ({ by }: TransformDeclaration): boolean => by.length > 0;

/** Rows with the partition that their key is in: those of a key are in the same one. */
const bucketed = (rows: Sql, { by }: TransformDeclaration): Sql =>
  sql`select *, (hash(${joined(by.map((name) => identifier(name)))}) % ${literal(BUCKETS)})::integer as ${identifier(BUCKET)} from (${rows})`;

const exchange = (
  query: Sql,
  declaration: TransformDeclaration,
  folder: string,
): Pick<Statement, 'query' | 'sink'> => {
  const keyed = isKeyed(declaration);
  // Rows that come by one key, all of them, are one partition.
  const isWhole = !keyed && (declaration.shape === 'partitioned' || declaration.shape === 'aggregate');
  return {
    query: keyed ? bucketed(query, declaration) : query,
    sink: {
      kind: 'file',
      path: isWhole ? join(folder, 'all.parquet') : folder,
      format: 'parquet',
      options: { compression: 'lz4', row_group_size: 61_440 },
      ...(isWhole
        ? {}
        : {
            folder: {
              extension: '.parquet',
              partitionBy: keyed ? [BUCKET] : [],
              keepPartitionColumns: false,
              ...(keyed ? {} : { fileSize: PARTITION }),
              ordered: false,
              columns: [],
            },
          }),
    },
  };
};

/** The files of each partition. */
const partitionsIn = async (folder: string): Promise<readonly (readonly string[])[]> => {
  const found = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = found
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  const partitions = new Map<string, string[]>();
  for (const path of files) {
    const key = path.includes(`${BUCKET}=`) ? dirname(path) : path;
    partitions.set(key, [...(partitions.get(key) ?? []), path]);
  }
  return [...partitions.values()];
};

const cell = (value: unknown): string =>
  typeof value === 'string'
    ? JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value)
    : String(value);

/** @param hidden columns whose values are not shown, in small letters: what a function says may hold them too */
const faultNotes = (examples: readonly CodeFault[], hidden: ReadonlySet<string>): readonly string[] => {
  const isHidden = examples.some(({ row }) =>
    Object.keys(row).some((name) => hidden.has(name.toLowerCase())),
  );
  if (isHidden) return ['the values are not shown: the function reads columns that are classified'];
  return examples.map(({ text, row }) => {
    const cells = Object.entries(row).map(([name, value]) => `${name} = ${cell(value)}`);
    return `${text}, for ${cells.join(', ')}`;
  });
};

const threw = (node: string, replies: readonly CodeReply[], hidden: ReadonlySet<string>): Error => {
  const faults = replies.reduce((sum, reply) => sum + reply.faults, 0);
  const examples = replies.flatMap((reply) => reply.examples).slice(0, 3);
  return failure('MR5003', `the function of "${node}" threw for ${plural(faults, 'row')}`, {
    node,
    notes: faultNotes(examples, hidden),
  });
};

/** Where what functions print is kept, below the folder of a run. */
const PRINTS = 'prints.txt';

/** Where the engine is to find rows that passed no function. */
const isUnguarded = (schema: Schema): boolean => findColumn(schema, FAULT) === undefined;

/**
 * Gives the rows of a stage to the function at its end: the engine writes them into Parquet files, processes put these
 * through the function, and what comes of it stands under the name of the node.
 *
 * @throws MR5003 where it throws for rows that no contract takes; MR5004 to MR5006 for what it does else
 */
export const runCode = async (
  { wiring, engine, plan, document, folder, limits, options, processes }: CodePlace,
  stage: Stage,
  statement: Omit<Statement, 'sink'>,
  hidden: ReadonlySet<string>,
): Promise<StatementResult> => {
  const node = nodeNamed(plan, stage.nodes.at(-1) ?? '');
  const { kind, config, schema } = node;
  const runs = kind.family === 'transform' ? kind.code : undefined;
  const declaration = runs?.declaration(config);
  if (!runs || !declaration) throw new Error(`"${node.name}" has no function`);
  const name = wholeName(node.name);
  const own = join(folder, stage.id);
  const [given, made] = [join(own, 'in'), join(own, 'out')];
  await mkdir(own, { recursive: true });
  if (!isKeyed(declaration) && exchange(statement.query, declaration, given).sink.kind === 'file')
    await mkdir(given, { recursive: true });
  const written = await engine.execute(
    { ...statement, ...exchange(statement.query, declaration, given) },
    options,
  );
  const asked = runs.asks(config);
  const module = moduleOf(wiring, { file: document }, asked);
  const partitions = await partitionsIn(given);
  const size = Math.max(
    1,
    Math.min(processes ?? limits.threads ?? availableParallelism(), partitions.length),
  );
  const prints = await open(join(own, PRINTS), 'a');
  const pool = wiring.createCodePool({
    size,
    memory: asked.memory,
    environment: module.environment,
    prints: prints.fd,
  });
  const input = nodeContext(config, [
    { kind: 'relation', alias: '', name: '', schema: nodeNamed(plan, node.inputs[0]?.node ?? '').schema },
  ]);
  const request = (files: readonly string[], index: number): CodeRequest => ({
    module,
    declaration,
    input: files,
    output: join(made, `part-${index}.parquet`),
    passing: runs.passing(input).filter((column) => findColumn(schema, column) !== undefined),
    memory: Math.max(LEAST_MEMORY, Math.floor((limits.memory ?? 1_000_000_000) / (2 * size))),
    spillFolder: join(own, `spill-${index}`),
  });
  let done = 0;
  try {
    const replies = await Promise.all(
      partitions.map(async (files, index) => {
        const ask = { ask: 'run', seconds: asked.seconds, request: request(files, index) };
        const what = `the function of "${name}", on partition ${index + 1} of ${count(partitions.length)},`;
        const reply = (await pool.run(ask, what, options.signal)) as CodeReply;
        done += 1;
        options.onProgress(done / partitions.length);
        return reply;
      }),
    );
    if (isUnguarded(schema) && replies.some(({ faults }) => faults > 0)) throw threw(name, replies, hidden);
    const paths = partitions.map((_, index) => join(made, `part-${index}.parquet`));
    await engine.keepFiles(node.name, paths, schema);
    const rows = replies.reduce((sum, reply) => sum + reply.rows, 0);
    return { ...written, rows };
  } finally {
    await pool.close();
    await prints.close();
    await rm(given, { recursive: true, force: true });
  }
};
