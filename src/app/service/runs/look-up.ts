import { failure, type Problem } from '../../../base/errors/index.js';
import type { RunEvent, RunIndexEntry, RunRecord } from '../../../kit/index.js';
import { runStore } from '../../run/folder.js';
import { readRun } from '../../runs.js';
import type { ServiceParts } from '../parts.js';
import { unbegunProblems } from './perform.js';
import type { RunDesk } from './run-desk.js';

/** A run as the service knows it. */
export interface RunSummary {
  readonly runId: string;
  readonly pipeline: string;
  readonly status: RunIndexEntry['status'] | 'queued';
  /** When it began; when it was asked for, of one that waits. ISO 8601 UTC. */
  readonly startedAt: string;
  readonly finishedAt?: string;
  readonly seconds?: number;
  readonly rowsPublished?: number;
  readonly replays?: string;
}

export interface RunQuery {
  readonly pipeline?: string;
  readonly status?: RunSummary['status'];
  readonly after?: { readonly startedAt: string; readonly runId: string };
  readonly limit: number;
}

/** Runs by what people ask of them. */
export interface RunLookUp {
  readonly list: (query: RunQuery) => Promise<readonly RunSummary[]>;
  /** By its whole id. Throws MR8012. */
  readonly get: (runId: string) => Promise<RunSummary>;
  /** Throws MR8012, MR8013 where it has none (yet). */
  readonly record: (runId: string) => Promise<RunRecord>;
  /** What kept it from beginning, or went wrong. */
  readonly problems: (runId: string) => Promise<readonly Problem[]>;
  /** What happened so far, without what passed. */
  readonly events: (runId: string) => Promise<readonly RunEvent[]>;
}

const summaryOf = (entry: RunIndexEntry): RunSummary => {
  const { runId, pipeline, status, startedAt, finishedAt, seconds, rowsPublished, replays } = entry;
  return {
    runId,
    pipeline,
    status,
    startedAt,
    ...(finishedAt === undefined ? {} : { finishedAt }),
    ...(seconds === undefined ? {} : { seconds }),
    ...(rowsPublished === undefined ? {} : { rowsPublished }),
    ...(replays === undefined ? {} : { replays }),
  };
};

export const createRunLookUp = (parts: ServiceParts, desk: RunDesk): RunLookUp => {
  const { state, wiring, runDir } = parts;
  const store = runStore(wiring, runDir);
  const queued = ({ pipeline, status }: RunQuery): readonly RunSummary[] =>
    status !== undefined && status !== 'queued'
      ? []
      : desk
          .waiting()
          .filter((order) => order.pipeline === (pipeline ?? order.pipeline))
          .map((order) => ({
            runId: order.runId,
            pipeline: order.pipeline,
            status: 'queued' as const,
            startedAt: order.askedAt,
          }))
          .toReversed();
  const get = async (runId: string): Promise<RunSummary> => {
    const [waiting] = desk.waiting().filter((order) => order.runId === runId);
    if (waiting) return { runId, pipeline: waiting.pipeline, status: 'queued', startedAt: waiting.askedAt };
    const found = await state.runs.get(runId);
    if (found) return summaryOf(found);
    const going = desk.going(runId);
    if (!going) throw failure('MR8012', `there is no run "${runId}"`);
    return { runId, pipeline: going.pipeline, status: 'running', startedAt: going.askedAt };
  };
  const record = async (runId: string): Promise<RunRecord> => {
    const { status } = await get(runId);
    if (status === 'queued' || status === 'running')
      throw failure('MR8013', `run "${runId}" has no record yet: it is ${status}`);
    const problems = await unbegunProblems(parts, runId);
    if (!problems) return readRun(wiring, runId, runDir);
    throw failure('MR8013', `run "${runId}" never began`, { notes: problems.map(({ message }) => message) });
  };
  return {
    get,
    record,
    list: async (query) => {
      const { pipeline, status, after, limit } = query;
      const first = after === undefined ? queued(query).slice(0, limit) : [];
      if (status === 'queued') return first;
      const entries = await parts.lists.list({
        ...(pipeline === undefined ? {} : { pipeline }),
        ...(status === undefined ? {} : { status }),
        ...(after === undefined ? {} : { after }),
        limit: limit - first.length,
      });
      return [...first, ...entries.map(summaryOf)];
    },
    problems: async (runId) =>
      (await unbegunProblems(parts, runId)) ?? (await record(runId).catch(() => undefined))?.problems ?? [],
    events: async (runId) => {
      await get(runId);
      return store.events(runId).catch(() => []);
    },
  };
};
