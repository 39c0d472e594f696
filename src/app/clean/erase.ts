import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { failure, type Problem, problem } from '../../base/errors/index.js';
import type { RunIndexEntry, RunRecord, RunStore } from '../../kit/index.js';
import { aboutRun } from '../audit/about.js';
import { audited } from '../audit/audited.js';
import { marksFolder, removeLeftChoices } from '../replay/marks.js';
import { CHECKPOINT_FOLDER } from '../run/checkpoints/saved.js';
import { QUARANTINE_FOLDER } from '../run/contracts.js';
import { runFolder, runStore } from '../run/folder.js';
import type { Wiring } from '../wiring.js';
import { columnsOf, isMeant, unknownColumn } from './columns.js';
import { eraseInFile } from './erase-file.js';
import { eventWithoutValue, withoutValue } from './erase-record.js';

/** Rows of one run that held a value: in the quarantine of a node, or in the sample of an output. */
export interface ErasedRows {
  readonly runId: string;
  readonly node: string;
  readonly rows: number;
}

/** What was erased, or would be. */
export interface Erased {
  readonly rows: readonly ErasedRows[];
  /** Runs in whose texts the value stood: decisions, problems, results of checks. */
  readonly texts: readonly string[];
  /** What was left as it is, and why. */
  readonly warnings: readonly Problem[];
}

export interface EraseOptions {
  readonly runDir?: string;
  /** As the contract calls it, or as files do. */
  readonly column: string;
  /** The value as it was written. */
  readonly value: string;
  readonly isRehearsal: boolean;
}

interface Found {
  readonly rows: readonly ErasedRows[];
  readonly forms: readonly string[];
}

const eraseQuarantine = async (
  wiring: Wiring,
  folder: string,
  record: RunRecord,
  { column, value, isRehearsal }: EraseOptions,
): Promise<Found> => {
  const { runId, contracts = [] } = record;
  const sought = { isMeant: isMeant(record, column), value };
  const rows: ErasedRows[] = [];
  const forms = new Set([value]);
  for (const { node, file } of contracts) {
    const found = await eraseInFile(wiring, join(folder, file), sought, isRehearsal);
    for (const form of found.forms) forms.add(form);
    if (found.rows > 0) rows.push({ runId, node, rows: found.rows });
  }
  if (rows.length > 0 && !isRehearsal) await removeLeftChoices(marksFolder(folder));
  return { rows, forms: [...forms] };
};

/** Rows that went from the samples of a record. */
const sampleRows = (before: RunRecord, after: RunRecord): readonly ErasedRows[] =>
  before.samples.flatMap(({ node, rows: { length } }, index) => {
    const rows = length - (after.samples[index]?.rows.length ?? 0);
    return rows > 0 ? [{ runId: before.runId, node, rows }] : [];
  });

const isChanged = (before: unknown, after: unknown): boolean =>
  JSON.stringify(before) !== JSON.stringify(after);

/** Quarantine comes last: it tells the forms of the value, so that what a kill leaves in it is found the next time. */
const eraseRun = async (
  wiring: Wiring,
  store: RunStore,
  record: RunRecord,
  erase: EraseOptions,
): Promise<Omit<Erased, 'warnings'>> => {
  const folder = store.folderOf(record.runId);
  const found = await eraseQuarantine(wiring, folder, record, { ...erase, isRehearsal: true });
  const after = withoutValue(record, found.forms);
  if (!erase.isRehearsal) {
    await store.amendEvents(record.runId, eventWithoutValue(record, found.forms));
    if (isChanged(record, after)) await store.amend(after);
    if (found.rows.length > 0) await eraseQuarantine(wiring, folder, record, erase);
  }
  const hasTexts = isChanged({ ...record, samples: [] }, { ...after, samples: [] });
  return {
    rows: [...found.rows, ...sampleRows(record, after)],
    texts: hasTexts ? [record.runId] : [],
  };
};

const leftAsItIs = ({ runId, status }: RunIndexEntry): Problem =>
  status === 'running'
    ? problem('MR3015', `run ${runId} is at work: what it keeps was left as it is`, {
        severity: 'warning',
        mend: 'Erase again once it has ended.',
      })
    : problem('MR3015', `run ${runId} has no record that can be read: rows that it keeps were left`, {
        severity: 'warning',
        mend: 'Remove the run with `millrace clean --older-than`.',
      });

/** Whether a run without a record has rows all the same. */
const keepsRows = async (folder: string): Promise<boolean> =>
  (await readdir(join(folder, QUARANTINE_FOLDER)).catch(() => [])).some((name) => name.endsWith('.parquet'));

const readAll = async (
  store: RunStore,
): Promise<{ readonly records: readonly RunRecord[]; readonly warnings: readonly Problem[] }> => {
  const records: RunRecord[] = [];
  const warnings: Problem[] = [];
  for (const entry of await store.list()) {
    const { runId, status } = entry;
    const record = status === 'running' ? undefined : await store.read(runId).catch(() => undefined);
    if (record) records.push(record);
    else if (status === 'running' || (await keepsRows(store.folderOf(runId))))
      warnings.push(leftAsItIs(entry));
  }
  return { records, warnings };
};

/** Kept results of stages hold rows of any node, and can be made again: they go whole. */
const removeCheckpoints = async (store: RunStore): Promise<void> => {
  for (const { runId, status } of await store.list()) {
    if (status === 'running') continue;
    await rm(join(store.folderOf(runId), CHECKPOINT_FOLDER), { recursive: true, force: true });
  }
};

const checkFolder = async (folder: string): Promise<void> => {
  const found = await stat(folder).catch(() => undefined);
  if (found?.isDirectory()) return;
  throw failure('MR6004', `there is no folder of runs "${folder}"`, {
    mend: 'Name the folder that the runs are in with `--run-dir`.',
  });
};

/**
 * Erases a value of a column from all runs: the rows that have it from their quarantine and from the samples of their
 * records, and the value itself from what records and events tell of the data. The counts stay: they tell of no one.
 *
 * @throws MR6004 where there is no such folder of runs, MR3013 where a run cannot be written anew.
 */
export const eraseRows = (wiring: Wiring, erase: EraseOptions): Promise<Erased> => {
  const { runDir, column, isRehearsal } = erase;
  const action = isRehearsal ? 'rows.find' : 'rows.erase';
  const what = { ...aboutRun(action, 'all runs', runDir), details: { column } };
  return audited(
    wiring,
    what,
    () => eraseWith(wiring, erase),
    ({ rows }) => ({ rows: rows.reduce((sum, found) => sum + found.rows, 0) }),
  );
};

const eraseWith = async (wiring: Wiring, erase: EraseOptions): Promise<Erased> => {
  await checkFolder(runFolder(wiring, erase.runDir));
  const store = runStore(wiring, erase.runDir);
  const { records, warnings } = await readAll(store);
  const unknown = unknownColumn(erase.column, [...new Set(records.flatMap(columnsOf))]);
  if (unknown.length > 0) return { rows: [], texts: [], warnings: [...unknown, ...warnings] };
  if (!erase.isRehearsal) await removeCheckpoints(store);
  const all: Omit<Erased, 'warnings'>[] = [];
  for (const record of records) all.push(await eraseRun(wiring, store, record, erase));
  return {
    rows: all.flatMap(({ rows }) => rows),
    texts: all.flatMap(({ texts }) => texts),
    warnings,
  };
};
