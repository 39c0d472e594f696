import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { KeptFiles, SourceInfo, Sql } from '../../kit/index.js';
import {
  type LogicalNode,
  nodeNamed,
  nothingOf,
  type Parted,
  partQuery,
  type Sharing,
  type Stage,
} from '../../planner/index.js';
import type { Slice } from '../../workers/index.js';
import { toKept, unkeepable } from '../run/checkpoints/exact.js';
import { PARQUET } from './exchange.js';
import { bytesOf } from './partition.js';
import { type Cutting, piecesOf, piped } from './pieces.js';
import { type CodePlace, sharingOf } from './place.js';

/** A partition of the rows for a function: the SQL that gives them, and what this reads. */
export interface Part {
  /** The SQL, where a slice comes through this pipe. */
  readonly rows: (pipe: string) => Sql;
  readonly tables: readonly KeptFiles[];
  readonly slice?: Slice;
  /** Of the files that it reads, as far as others do not read them as well. */
  readonly bytes: number;
}

/** How the rows of a stage are shared out: each part is asked for when a process is free for it. */
export interface Parts {
  /** About as many as are worth a process each. */
  readonly processes: number;
  readonly readable: readonly string[];
  readonly all: AsyncIterable<Part>;
}

interface Leaves {
  readonly sources: ReadonlyMap<string, SourceInfo>;
  readonly kept: readonly KeptFiles[];
}

/** Files that may differ in columns are told apart by the engine where it reads all of them only. */
const differs = ({ kind, config, source }: LogicalNode): boolean =>
  kind.family === 'read' && kind.source(config).unionByName && (source?.files.length ?? 0) > 1;

/** What parts are made of; undefined where it is nothing that a process can read. */
const leavesOf = (
  { plan, engine }: CodePlace,
  { nodes }: Pick<Stage, 'nodes'>,
  { leaves }: Parted,
): Leaves | undefined => {
  const all = leaves.map((name) => nodeNamed(plan, name));
  const read = all.filter(({ name }) => nodes.includes(name));
  if (read.some(differs)) return undefined;
  const kept: KeptFiles[] = [];
  for (const { name, schema } of all.filter((node) => !read.includes(node))) {
    const files = engine.filesOf(name);
    if (!files) return undefined;
    kept.push({ name, files, schema });
  }
  return {
    sources: new Map(read.flatMap(({ name, source }) => (source ? [[name, source] as const] : []))),
    kept,
  };
};

/** Puts the rows of kept nodes where processes can read them: all of them are given to each. */
const broadcast = async (
  { plan, engine, options }: CodePlace,
  names: readonly string[],
  folder: string,
): Promise<readonly KeptFiles[]> => {
  const given: KeptFiles[] = [];
  for (const [index, name] of names.entries()) {
    const { schema } = nodeNamed(plan, name);
    const known = engine.filesOf(name);
    const path = join(folder, `${index}.parquet`);
    const sink = { kind: 'file', path, ...PARQUET } as const;
    if (!known) await engine.execute({ query: toKept(name, schema), sink }, options);
    given.push({ name, files: known ?? [path], schema });
  }
  return given;
};

async function* partsOver(
  { plan, engine }: CodePlace,
  stage: Pick<Stage, 'nodes'>,
  { sources, kept }: Leaves,
  whole: readonly KeptFiles[],
  cutting: Cutting,
): AsyncIterable<Part> {
  const none = new Map([...sources].map(([name, source]) => [name, nothingOf(source)] as const));
  const empty = kept.map((table) => ({ ...table, files: [] }));
  for (const [name, source] of sources)
    for await (const { source: piece, slice, bytes } of piecesOf(
      engine,
      source,
      nodeNamed(plan, name).schema,
      cutting,
    )) {
      const rows: Part['rows'] = (pipe) =>
        partQuery(plan, stage, new Map([...none, [name, slice ? piped(piece, pipe) : piece]]));
      yield { rows, tables: [...whole, ...empty], bytes, ...(slice ? { slice } : {}) };
    }
  for (const table of kept)
    for (const file of table.files) {
      const others = empty.filter(({ name }) => name !== table.name);
      yield {
        rows: () => partQuery(plan, stage, none),
        tables: [...whole, ...others, { ...table, files: [file] }],
        bytes: await bytesOf([file]),
      };
    }
}

const worth = ({ sources, kept }: Leaves, { partition, rows }: Sharing): number =>
  [...sources.values()].reduce(
    (all, source) => {
      const bytes = source.files.reduce((sum, file) => sum + file.bytes, 0);
      return all + Math.max(Math.ceil(bytes / partition), Math.ceil((source.rows ?? 0) / rows));
    },
    kept.reduce((all, { files }) => all + files.length, 0),
  );

/**
 * The rows of a stage in parts that processes read by themselves; undefined where they cannot.
 *
 * @param folder is made, for what processes are given
 */
export const readableParts = async (
  place: CodePlace,
  stage: Pick<Stage, 'nodes' | 'parted'>,
  folder: string,
): Promise<Parts | undefined> => {
  const { parted } = stage;
  const leaves = parted && leavesOf(place, stage, parted);
  if (!parted || !leaves) return undefined;
  if (parted.whole.some((name) => unkeepable(nodeNamed(place.plan, name).schema))) return undefined;
  await mkdir(folder, { recursive: true });
  const whole = await broadcast(place, parted.whole, folder);
  const sharing = sharingOf(place);
  const cutting = { sharing, signal: place.options.signal };
  const files = [...leaves.sources.values()].flatMap((source) => source.files.map(({ path }) => path));
  return {
    processes: worth(leaves, sharing),
    readable: [...files, ...[...whole, ...leaves.kept].flatMap((table) => table.files)],
    all: partsOver(place, stage, leaves, whole, cutting),
  };
};
