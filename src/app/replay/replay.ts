import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { didYouMean } from '../../base/diagnostics/suggest.js';
import { failure } from '../../base/errors/index.js';
import { runId as newRunId } from '../../base/ids.js';
import type { ContractRecord, ReplayRecord, RunRecord, Schema } from '../../kit/index.js';
import { type Prepared, prepare } from '../check/prepare.js';
import { resolveSettings } from '../check/settings.js';
import { loadDocument } from '../load/load-document.js';
import { runStore } from '../run/folder.js';
import type { RunOptions, RunOutcome } from '../run/options.js';
import { runPrepared } from '../run/run-pipeline.js';
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
  /** Rows of the node that earlier replays took. */
  readonly taken: number;
  readonly outcome?: RunOutcome;
}

const refusedRun = ({ runId, status }: RunRecord) =>
  failure('MR6004', `run ${runId} published nothing (${status}): there is nothing to add its rows to`, {
    mend: 'Mend what stopped it and run the pipeline again; then replay the rows of that run.',
  });

/** The contract whose rows are meant. */
const contractOf = ({ runId, contracts = [] }: RunRecord, node: string | undefined): ContractRecord => {
  const hit = contracts.filter(({ quarantined }) => quarantined > 0);
  const names = hit.map((contract) => contract.node);
  const [only, second] = hit;
  if (node === undefined && only && !second) return only;
  const named = contracts.find((contract) => contract.node === node);
  if (named) return named;
  const known =
    names.length === 0 ? 'no node of it has rows in quarantine' : `rows in quarantine: ${names.join(', ')}`;
  const label = node === undefined ? undefined : didYouMean(node, names);
  const message =
    node === undefined
      ? names.length === 0
        ? `run ${runId} has no rows in quarantine`
        : `run ${runId} has rows of several nodes in quarantine`
      : `run ${runId} has no contract on a node "${node}"`;
  throw failure('MR6004', message, { notes: [known], ...(label ? { label } : {}) });
};

/** What is taken is known once the stores are whole; `prepare` and `claim` see to that, and here it must be known before. */
const marksNow = async (wiring: Wiring, record: RunRecord, folder: string, options: ReplayOptions) => {
  const loaded = await loadDocument(record.document.file, wiring.cwd);
  const storage = wiring.createStorage(resolveSettings(loaded, options, wiring).stores);
  const open = (await readMarks(folder)).filter(({ state }) => state === 'begun');
  if (open.length > 0) await prepareToRecover(wiring, record, options);
  return settledMarks(folder, await runStore(wiring, options.runDir).list(), storage);
};

/** Finishes or undoes what a killed replay left in the stores of the document. */
const prepareToRecover = async (wiring: Wiring, record: RunRecord, options: ReplayOptions): Promise<void> => {
  const { storage, targets, settings, loaded } = await prepare(wiring, record.document.file, options);
  await storage.recover(targets, {
    runId: newRunId(wiring.clock),
    pipeline: settings.document.pipeline,
    documentHash: loaded.parsed.hash,
  });
};

const storesOf = ({ targets }: Prepared): readonly string[] => [
  ...new Set(targets.map(({ path }) => path.store)),
];

interface Work {
  readonly record: RunRecord;
  readonly contract: ContractRecord;
  readonly folder: string;
  readonly runId: string;
  readonly chosen: Chosen;
  /** The columns that the node had. */
  readonly schema: Schema;
}

const runChosen = async (
  wiring: Wiring,
  { record, contract, folder, runId, chosen, schema }: Work,
  options: ReplayOptions,
): Promise<RunOutcome> => {
  const { node } = contract;
  const replay = { node, files: [chosen.file], schema };
  const prepared = await prepare(wiring, record.document.file, options, { runId, replay });
  const mark: Mark = { runId, node, rows: [...chosen.rows], stores: [...storesOf(prepared)], state: 'begun' };
  const onStarted = async (): Promise<void> => {
    await writeMark(folder, mark);
    refuseShared(await readMarks(folder), mark);
  };
  const { where, set } = options;
  const replays: ReplayRecord = {
    runId: record.runId,
    node,
    rows: chosen.rows.length,
    ...(where === undefined ? {} : { where }),
    ...(Object.keys(set).length === 0 ? {} : { set }),
  };
  const outcome = await runPrepared(wiring, prepared, runId, options, { replays, onStarted });
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
export const replay = async (wiring: Wiring, id: string, options: ReplayOptions): Promise<Replayed> => {
  const record = await readRun(wiring, id, options.runDir);
  if (record.status !== 'succeeded') throw refusedRun(record);
  const contract = contractOf(record, options.node);
  const { node } = contract;
  const runFolder = runStore(wiring, options.runDir).folderOf(record.runId);
  const folder = marksFolder(runFolder);
  await mkdir(folder, { recursive: true });
  const taken = takenRows(await marksNow(wiring, record, folder, options), node);
  const runId = newRunId(wiring.clock);
  const schema = record.nodes.find(({ name }) => name === node)?.schema ?? [];
  try {
    const target = chosenFile(folder, runId);
    const chosen = await chooseRows(wiring, join(runFolder, contract.file), target, options, {
      taken,
      schema,
    });
    const done = { from: record.runId, node, rows: chosen.rows.length, taken: taken.length };
    if (chosen.rows.length === 0) return done;
    return {
      ...done,
      outcome: await runChosen(wiring, { record, contract, folder, runId, chosen, schema }, options),
    };
  } finally {
    await removeChosen(folder, runId);
  }
};
