import { failure, type MillraceError } from '../base/errors/index.js';
import type { RunIndexEntry, RunRecord } from '../kit/record.js';
import { findRun } from './find-run.js';
import { isRunId, type StorePlaces } from './places.js';
import { loadRecord } from './record-file.js';

const missing = ({ runId, status, finishedAt }: RunIndexEntry, file: string): MillraceError => {
  const notes = [`no file "${file}"`];
  if (finishedAt !== undefined) return failure('MR3015', `the record of run "${runId}" is gone`, { notes });
  const seen = 'What it did is in `events.ndjson` of its folder.';
  return status === 'running'
    ? failure('MR3015', `run "${runId}" is still running and has no record yet`, {
        notes,
        mend: `Wait until it has ended. ${seen}`,
      })
    : failure('MR3015', `run "${runId}" was killed before it could write its record`, {
        notes,
        mend: `${seen} Run again; the next run clears up what this one left.`,
      });
};

/** The record under a whole id, which finds its folder without the index, even where that was lost. */
const readDirect = (id: string, store: StorePlaces): RunRecord | undefined => {
  const loaded = isRunId(id) ? loadRecord(store.run(id), id) : undefined;
  return loaded?.kind === 'record' ? loaded.record : undefined;
};

/**
 * The record of a run, by what a person writes for it.
 *
 * @param list all runs, newest first, with lost runs settled; asked for where the id is not whole.
 * @throws MR3014, MR3015
 */
export const readRun = async (
  id: string,
  list: () => Promise<readonly RunIndexEntry[]>,
  store: StorePlaces,
): Promise<RunRecord> => {
  const direct = readDirect(id, store);
  if (direct) return direct;
  const entry = findRun(id, await list());
  const places = store.run(entry.runId);
  const loaded = loadRecord(places, entry.runId);
  if (loaded.kind === 'record') return loaded.record;
  if (loaded.kind === 'missing') throw missing(entry, places.record);
  throw failure('MR3015', `the record of run "${entry.runId}" is damaged: ${loaded.reason}`, {
    notes: [`file "${places.record}"`],
  });
};
