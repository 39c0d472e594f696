import { failure } from '../../base/errors/index.js';
import type { RunIndexEntry, Storage } from '../../kit/index.js';
import { type Mark, readMarks, removeChosen, writeMark } from './marks.js';

const isAlive = (runs: readonly RunIndexEntry[], { runId }: Mark): boolean =>
  runs.some((run) => run.runId === runId && run.status === 'running');

/** What became of replays that did not say it themselves; those that are at work stay as they are. */
export const settledMarks = async (
  folder: string,
  runs: readonly RunIndexEntry[],
  storage: Storage,
): Promise<readonly Mark[]> => {
  const settled: Mark[] = [];
  for (const mark of await readMarks(folder)) {
    if (mark.state !== 'begun' || isAlive(runs, mark)) {
      settled.push(mark);
      continue;
    }
    const isTaken = await storage.remembers(mark.stores, mark.runId);
    const now: Mark = { ...mark, state: isTaken ? 'taken' : 'given up' };
    await writeMark(folder, now);
    await removeChosen(folder, mark.runId);
    settled.push(now);
  }
  return settled;
};

/** The rows of a node that a replay has taken. */
export const takenRows = (marks: readonly Mark[], node: string): readonly number[] =>
  marks.flatMap((mark) => (mark.node === node && mark.state === 'taken' ? mark.rows : []));

/** @throws MR3009 where another replay that is at work, or has ended since, has rows of this one. */
export const refuseShared = (marks: readonly Mark[], own: Mark): void => {
  const rows = new Set(own.rows);
  const other = marks.find(
    ({ runId, node, state, rows: theirs }) =>
      runId !== own.runId && node === own.node && state !== 'given up' && theirs.some((row) => rows.has(row)),
  );
  if (!other) return;
  throw failure('MR3009', `run ${other.runId} replays rows of "${own.node}" at the same time`, {
    node: own.node,
    mend: 'Wait until it has ended, then replay again: rows that it took are left out.',
  });
};
