import type { ExpressionBuilder } from 'kysely';
import { failure } from '../../base/errors/index.js';
import type { RunIndexEntry } from '../../kit/record.js';
import type { RunFilter, RunIndex } from '../../kit/state-store.js';
import { parseLine } from '../index-entry.js';
import { isRunId } from '../places.js';
import { damaged } from '../store-faults.js';
import type { SqlContext } from './context.js';
import type { Tables } from './tables.js';

const rowOf = (entry: RunIndexEntry): Tables['runs'] => ({
  run_id: entry.runId,
  pipeline: entry.pipeline,
  status: entry.status,
  started_at: entry.startedAt,
  entry: JSON.stringify(entry),
});

/** As one comparison of rows, which the index answers. */
const isAfter =
  ({ startedAt, runId }: NonNullable<RunFilter['after']>) =>
  ({ eb, refTuple, tuple }: ExpressionBuilder<Tables, 'runs'>) =>
    eb(refTuple('started_at', 'run_id'), '<', tuple(startedAt, runId));

const entryOf = (what: string, { run_id: runId, entry: text }: Pick<Tables['runs'], 'run_id' | 'entry'>) => {
  const entry = parseLine(text);
  if (entry?.runId === runId) return entry;
  throw damaged(`the entry of run "${runId}" in ${what}`, 'it has another form');
};

export const sqlRuns = ({ guarded, transaction, what }: SqlContext): RunIndex => ({
  add: async (entry) => {
    const { runId } = entry;
    if (!isRunId(runId)) throw failure('MR7107', `"${runId}" cannot be the id of a run`);
    const added = await guarded((db) =>
      db
        .insertInto('runs')
        .values(rowOf(entry))
        .onConflict((conflict) => conflict.doNothing())
        .returning('run_id')
        .executeTakeFirst(),
    );
    if (!added) throw failure('MR7108', `run "${runId}" is in the index already`);
  },
  update: (runId, changes) =>
    transaction(async (db) => {
      const found = await db
        .selectFrom('runs')
        .select(['run_id', 'entry'])
        .where('run_id', '=', runId)
        .forUpdate()
        .executeTakeFirst();
      if (!found) throw failure('MR7108', `there is no run "${runId}" in the index`);
      const { run_id: _, ...row } = rowOf({ ...entryOf(what, found), ...changes, runId });
      await db.updateTable('runs').set(row).where('run_id', '=', runId).execute();
    }),
  get: async (runId) => {
    const found = await guarded((db) =>
      db.selectFrom('runs').select(['run_id', 'entry']).where('run_id', '=', runId).executeTakeFirst(),
    );
    return found && entryOf(what, found);
  },
  list: async ({ pipeline, status, after, limit } = {}) => {
    const rows = await guarded((db) => {
      const all = db.selectFrom('runs').select(['run_id', 'entry']);
      const ofPipeline = pipeline === undefined ? all : all.where('pipeline', '=', pipeline);
      const ofStatus = status === undefined ? ofPipeline : ofPipeline.where('status', '=', status);
      const older = after === undefined ? ofStatus : ofStatus.where(isAfter(after));
      const newest = older.orderBy('started_at', 'desc').orderBy('run_id', 'desc');
      return (limit === undefined ? newest : newest.limit(limit)).execute();
    });
    return rows.map((row) => entryOf(what, row));
  },
});
