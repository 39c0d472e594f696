import { rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import {
  type ContractRecord,
  type Engine,
  literal,
  originalPointer,
  type RunRecord,
  type RunStore,
  sql,
} from '../../kit/index.js';
import { readRows, smallEngine, unwatched } from '../read-rows.js';
import { marksFolder, removeLeftChoices } from '../replay/marks.js';
import { runStore } from '../run/folder.js';
import type { Wiring } from '../wiring.js';

/** Rows of one run that held a value: in the quarantine of a node, or in the sample of an output. */
export interface Erased {
  readonly runId: string;
  readonly node: string;
  readonly rows: number;
}

export interface EraseOptions {
  readonly runDir?: string;
  readonly column: string;
  /** The value as it was written. */
  readonly value: string;
  readonly isRehearsal: boolean;
}

/** A value counts in both of its forms. A record that gave no row is text: it is erased where it holds the value anywhere. */
const holds = ({ column, value }: EraseOptions) =>
  sql`coalesce(original ->> ${literal(originalPointer(column))} = ${literal(value)}, false) or coalesce(plain ->> ${literal(originalPointer(column))} = ${literal(value)}, false) or coalesce(contains(original ->> '/csv', ${literal(value)}), false)`;

const countRows = async (engine: Engine, file: string, erase: EraseOptions): Promise<number> => {
  const query = sql`select count(*) from read_parquet(${literal(file)}) where ${holds(erase)}`;
  const [row] = await readRows(engine, query, 1);
  return Number(row?.[0] ?? 0);
};

/** Writes the other rows beside the file, then takes its place: a kill leaves the one or the other. */
const rewrite = async (engine: Engine, file: string, erase: EraseOptions): Promise<void> => {
  const staged = `${file}.erasing`;
  const query = sql`select * from read_parquet(${literal(file)}) where not (${holds(erase)})`;
  const sink = { kind: 'file', path: staged, format: 'parquet', options: { compression: 'zstd' } } as const;
  try {
    await engine.execute({ query, sink }, unwatched());
    await rename(staged, file);
  } finally {
    await rm(staged, { force: true });
  }
};

const engineFor = (wiring: Wiring, file: string): Promise<Engine> =>
  smallEngine(wiring, {
    readable: [file],
    writable: [dirname(file)],
    spillFolder: join(dirname(file), 'spill'),
  });

const eraseIn = async (
  wiring: Wiring,
  folder: string,
  { runId }: RunRecord,
  { node, file: name }: ContractRecord,
  erase: EraseOptions,
): Promise<Erased> => {
  const file = join(folder, name);
  const engine = await engineFor(wiring, file);
  try {
    const rows = await countRows(engine, file, erase);
    if (rows > 0 && !erase.isRehearsal) {
      await rewrite(engine, file, erase);
      await removeLeftChoices(marksFolder(folder));
    }
    return { runId, node, rows };
  } finally {
    await engine.close();
  }
};

/** Under whatever name a column went on, a sample's row that shows the value goes. */
const eraseSamples = async (
  store: RunStore,
  record: RunRecord,
  { value, isRehearsal }: EraseOptions,
): Promise<readonly Erased[]> => {
  const samples = record.samples.map((sample) => ({
    ...sample,
    rows: sample.rows.filter((row) => !row.some((cell) => String(cell) === value)),
  }));
  const erased = record.samples.flatMap(({ node, rows }, index) => {
    const gone = rows.length - (samples[index]?.rows.length ?? 0);
    return gone > 0 ? [{ runId: record.runId, node, rows: gone }] : [];
  });
  if (erased.length > 0 && !isRehearsal) await store.amend({ ...record, samples });
  return erased;
};

/**
 * Erases the rows that have a value in a column from the quarantine of every run, and from the samples of its record. The
 * counts stay: they tell of no one.
 */
export const eraseRows = async (wiring: Wiring, erase: EraseOptions): Promise<readonly Erased[]> => {
  const store = runStore(wiring, erase.runDir);
  const erased: Erased[] = [];
  for (const { runId, status } of await store.list()) {
    if (status === 'running') continue;
    const record = await store.read(runId).catch(() => undefined);
    if (!record) continue;
    for (const contract of record.contracts ?? []) {
      const found = await eraseIn(wiring, store.folderOf(runId), record, contract, erase);
      if (found.rows > 0) erased.push(found);
    }
    erased.push(...(await eraseSamples(store, record, erase)));
  }
  return erased;
};
