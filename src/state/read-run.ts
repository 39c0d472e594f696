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

/**
 * The record of a run, by what a person writes for it.
 *
 * @param entries newest first, with lost runs settled.
 * @throws MR3014, MR3015
 */
export const readRun = (id: string, entries: readonly RunIndexEntry[], store: StorePlaces): RunRecord => {
  // A whole id finds its folder even where the index was lost.
  const known = entries.some(({ runId }) => runId === id);
  const direct = !known && isRunId(id) ? loadRecord(store.run(id), id) : undefined;
  if (direct?.kind === 'record') return direct.record;
  const entry = findRun(id, entries);
  const places = store.run(entry.runId);
  const loaded = loadRecord(places, entry.runId);
  if (loaded.kind === 'record') return loaded.record;
  if (loaded.kind === 'missing') throw missing(entry, places.record);
  throw failure('MR3015', `the record of run "${entry.runId}" is damaged: ${loaded.reason}`, {
    notes: [`file "${places.record}"`],
  });
};
