import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { failure } from '../../base/errors/index.js';
import {
  type ContractRecord,
  MASK,
  type ReplayRecord,
  type RunRecord,
  type Schema,
} from '../../kit/index.js';
import { aboutRun } from '../audit/about.js';
import { audited } from '../audit/audited.js';
import { runIdentity } from '../check/identity.js';
import { prepare } from '../check/prepare.js';
import { resolveSettings } from '../check/settings.js';
import { storesOf } from '../check/targets.js';
import { withKeptPools } from '../code/kept-pools.js';
import { loadDocument } from '../load/load-document.js';
import { contractsOf } from '../quarantine/read.js';
import { runStore } from '../run/folder.js';
import type { RunOptions, RunOutcome } from '../run/options.js';
import { type Beginning, begin, runPrepared } from '../run/run-pipeline.js';
import { readRun } from '../runs.js';
import type { Wiring } from '../wiring.js';
import { type Choice, type Chosen, chooseRows } from './choose.js';
import { chosenFile, type Mark, marksFolder, readMarks, removeChosen, writeMark } from './marks.js';
import { refuseShared, settledMarks, takenRows } from './settle.js';

export interface ReplayOptions extends RunOptions, Choice {
  /** Whose rows; the only node with rows in quarantine unless given. */
  readonly node?: string;
}

/** What a replay did; without an outcome there was no row to replay. */
export interface Replayed {
  readonly from: string;
  readonly node: string;
  readonly rows: number;
  /** Records of the node that gave no row, which no replay can take. */
  readonly records: number;
  /** Rows of the node that earlier replays took. */
  readonly taken: number;
  readonly outcome?: RunOutcome;
}

/** After a replay `latest` is the replay itself: what it left is in quarantine of the run whose rows it took. */
const before = ({ replays }: RunRecord): readonly string[] =>
  replays
    ? [
        `it replayed rows of run ${replays.runId}; those that are left: \`millrace quarantine replay ${replays.runId} ${replays.node}\``,
      ]
    : [];

const refusedRun = (record: RunRecord) =>
  failure(
    'MR6004',
    `run ${record.runId} published nothing (${record.status}): there is nothing to add its rows to`,
    {
      notes: before(record),
      mend: 'Mend what stopped it and run the pipeline again; then replay the rows of that run.',
    },
  );

const emptyRun = (record: RunRecord) =>
  failure('MR6004', `run ${record.runId} has no rows in quarantine`, {
    notes: before(record),
    mend: 'Name a run that has; `millrace runs` lists them.',
  });

/** The contract whose rows are meant: the one that is named, or the only one with rows in quarantine. */
const contractOf = (record: RunRecord, node: string | undefined): ContractRecord => {
  const hit = contractsOf(record, node).filter(({ quarantined }) => node !== undefined || quarantined > 0);
  const [only, second] = hit;
  if (!only || only.quarantined + only.mended === 0) throw emptyRun(record);
  if (!second) return only;
  const { runId } = record;
  throw failure('MR6004', `run ${runId} has rows of several nodes in quarantine`, {
    notes: [`rows in quarantine: ${hit.map((contract) => contract.node).join(', ')}`],
    mend: 'Name one of them: `millrace quarantine replay RUN NODE`.',
  });
};

/** What is taken is known once the stores are whole. */
const marksNow = async (
  wiring: Wiring,
  record: RunRecord,
  folder: string,
  { runId }: Beginning,
  options: ReplayOptions,
): Promise<readonly Mark[]> => {
  const open = (await readMarks(folder)).filter(({ state }) => state === 'begun');
  if (open.length === 0) return readMarks(folder);
  const loaded = await loadDocument(record.document.file, wiring.cwd);
  const settings = resolveSettings(loaded, options, wiring);
  const storage = wiring.createStorage(settings.stores);
  const stores = [...new Set(open.flatMap((mark) => mark.stores))];
  await storage.recover(stores, runIdentity({ loaded, settings }, runId));
  return settledMarks(folder, await runStore(wiring, options.runDir).list(), storage);
};

interface Work {
  readonly record: RunRecord;
  readonly contract: ContractRecord;
  readonly folder: string;
  readonly beginning: Beginning;
  readonly chosen: Chosen;
  /** The columns that the node had. */
  readonly schema: Schema;
}

/** What was asked for may name values of the rows: it is not kept where any column is classified. */
const replayRecord = (
  { record, contract, chosen }: Pick<Work, 'record' | 'contract' | 'chosen'>,
  { where, set }: ReplayOptions,
): ReplayRecord => {
  const kept = (text: string): string => (Object.keys(contract.classes).length > 0 ? MASK : text);
  const changes = Object.entries(set).map(([column, text]) => [column, kept(text)] as const);
  return {
    runId: record.runId,
    node: contract.node,
    rows: chosen.rows.length,
    ...(where === undefined ? {} : { where: kept(where) }),
    ...(changes.length === 0 ? {} : { set: Object.fromEntries(changes) }),
  };
};

const runChosen = async (
  wiring: Wiring,
  { record, contract, folder, beginning, chosen, schema }: Work,
  options: ReplayOptions,
): Promise<RunOutcome> => {
  const { node } = contract;
  const { runId } = beginning;
  const replay = { node, files: [chosen.file], schema, isThrown: chosen.isThrown };
  const prepared = await prepare(wiring, record.document.file, options, {
    ...beginning,
    replay,
    replayed: record,
    signal: options.signal,
  });
  const mark: Mark = {
    runId,
    node,
    rows: [...chosen.rows],
    stores: [...storesOf(prepared.targets)],
    state: 'begun',
  };
  const onStarted = async (): Promise<void> => {
    await writeMark(folder, mark);
    refuseShared(await readMarks(folder), mark);
  };
  const replays = replayRecord({ record, contract, chosen }, options);
  const outcome = await runPrepared(wiring, prepared, beginning, options, { replays, onStarted }).finally(
    prepared.release,
  );
  // Where nothing is said of outputs the publish may have been decided all the same: the stores know, and are asked next time.
  if (outcome.record.outputs.length > 0) await writeMark(folder, { ...mark, state: 'taken' });
  return outcome;
};

/**
 * Puts rows of a run's quarantine through today's document, from their node on. Outputs get their rows added, or merged.
 * A row goes once: a replay that published has taken it, be it that it was killed right after.
 *
 * @throws MR3014 where there is no such run, MR6004 where the run or the choice does not fit, MR2012 where the document
 * cannot take some rows alone.
 */
export const replay = (wiring: Wiring, id: string, options: ReplayOptions): Promise<Replayed> =>
  audited(
    wiring,
    aboutRun('run.replay', id, options.runDir, options.node),
    () => replayWith(wiring, id, options),
    ({ from, node, rows }) => ({ resource: { type: 'Run', id: `${from}/${node}` }, rows }),
  );

const replayWith = async (wiring: Wiring, id: string, options: ReplayOptions): Promise<Replayed> => {
  const record = await readRun(wiring, id, options.runDir);
  if (record.status !== 'succeeded') throw refusedRun(record);
  const contract = contractOf(record, options.node);
  const { node } = contract;
  const beginning = begin(wiring, options.runId);
  const { runId } = beginning;
  const runFolder = runStore(wiring, options.runDir).folderOf(record.runId);
  const folder = marksFolder(runFolder);
  await mkdir(folder, { recursive: true });
  const taken = takenRows(await marksNow(wiring, record, folder, beginning, options), node);
  const schema = record.nodes.find(({ name }) => name === node)?.schema ?? [];
  try {
    const target = chosenFile(folder, runId);
    const origin = { node, taken, schema };
    const chosen = await chooseRows(wiring, join(runFolder, contract.file), target, options, origin);
    const { rows, records } = chosen;
    const done = { from: record.runId, node, rows: rows.length, records, taken: taken.length };
    if (chosen.rows.length === 0) return done;
    return {
      ...done,
      outcome: await withKeptPools(wiring, (keeping) =>
        runChosen(keeping, { record, contract, folder, beginning, chosen, schema }, options),
      ),
    };
  } finally {
    await removeChosen(folder, runId);
  }
};
