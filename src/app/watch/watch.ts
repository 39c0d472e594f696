import { join } from 'node:path';
import { isError } from '../../base/errors/index.js';
import type { Publication, RunEventBody } from '../../kit/index.js';
import type { Prepared } from '../check/prepared.js';
import { CODE_FOLDER } from '../code/exchange.js';
import { SPILL_FOLDER } from '../run/lost-rows.js';
import type { Gathered } from '../run/record.js';
import type { Wiring } from '../wiring.js';
import { type LiveStatus, removeLive, writeLive } from './live.js';
import { bytesAt, memoryNow } from './measure.js';
import { watchPools } from './pools.js';
import { readSoFar } from './reading.js';

/** A status is written so often, in milliseconds. A run that is shorter writes none. */
const EVERY = 1000;

/** What is watched. */
export interface Watched {
  readonly prepared: Prepared;
  readonly runId: string;
  readonly startedAt: Date;
  /** The folder of the run. */
  readonly folder: string;
  readonly gathering: Readonly<Gathered>;
}

/** A run that says what it is doing. */
export interface Watch {
  /** Counts what functions do. */
  readonly wiring: Wiring;
  readonly onEvent: (event: RunEventBody) => void;
  readonly onClaimed: (publication: Publication) => void;
  readonly close: () => Promise<void>;
}

type Stage = NonNullable<LiveStatus['stage']>;

/** The stage under way, from what happens. */
const stageFollower = () => {
  let failed = 0;
  let current: (Omit<Stage, 'seconds'> & { readonly since: number }) | undefined;
  return {
    onEvent: (event: RunEventBody): void => {
      if (event.type === 'stage_started')
        current = { id: event.stage, nodes: event.nodes, since: performance.now() };
      if (event.type === 'stage_progress' && current) current = { ...current, share: event.share };
      if (event.type === 'stage_finished') current = undefined;
      if (event.type === 'attempt_failed') failed += 1;
    },
    failed: (): number => failed,
    current: (): Stage | undefined => {
      if (!current) return undefined;
      const { since, ...stage } = current;
      return { ...stage, seconds: (performance.now() - since) / 1000 };
    },
  };
};

const spillOf = async (folder: string): Promise<number> =>
  (await bytesAt(join(folder, SPILL_FOLDER))) + (await bytesAt(join(folder, CODE_FOLDER)));

const writtenSoFar = async (
  { prepared, gathering }: Watched,
  publication: Publication | undefined,
): Promise<{ readonly bytes: number; readonly rows: number }> => {
  const sinks = prepared.physical.stages.flatMap(({ id, sink }) =>
    sink.kind === 'file' ? [{ id, node: sink.node }] : [],
  );
  const files = publication ? sinks.map(({ node }) => publication.stagedFile(node)) : [];
  const sizes = await Promise.all(files.map(bytesAt));
  const outputs = new Set(sinks.map(({ id }) => id));
  const done = gathering.stages.filter(({ id }) => outputs.has(id));
  return {
    bytes: sizes.reduce((sum, size) => sum + size, 0),
    rows: done.reduce((sum, { rows }) => sum + rows, 0),
  };
};

const statusNow = async (
  watched: Watched,
  stage: Stage | undefined,
  functions: LiveStatus['functions'],
  failedAttempts: number,
  publication: Publication | undefined,
  last: LiveStatus | undefined,
  now: Date,
): Promise<LiveStatus> => {
  const { prepared, runId, startedAt, folder, gathering } = watched;
  const read = readSoFar(prepared, gathering.stages, stage);
  const written = await writtenSoFar(watched, publication);
  const since = Math.max(1, now.getTime() - (last ? new Date(last.at) : startedAt).getTime()) / 1000;
  const rate = (bytes: number, before = 0): number => Math.max(0, Math.round((bytes - before) / since));
  const errors = gathering.problems.filter(isError).length;
  return {
    version: 1,
    runId,
    pipeline: prepared.settings.document.pipeline,
    startedAt: startedAt.toISOString(),
    at: now.toISOString(),
    pid: process.pid,
    stages: { total: prepared.physical.stages.length, done: gathering.stages.length },
    ...(stage ? { stage } : {}),
    read: { ...read, bytesPerSecond: rate(read.bytes, last?.read.bytes) },
    written: { ...written, bytesPerSecond: rate(written.bytes, last?.written.bytes) },
    quarantined: gathering.contracts.reduce((sum, { quarantined }) => sum + quarantined, 0),
    failedAttempts,
    problems: { errors, warnings: gathering.problems.length - errors },
    memory: await memoryNow(),
    spill: await spillOf(folder),
    functions,
  };
};

/**
 * Has a run say once a second what it is doing, in a file of its folder. Whatever goes wrong with that, the run goes on.
 *
 * @param onTick called as often, with what is watched
 */
export const startWatch = (
  wiring: Wiring,
  watched: Watched,
  onTick: () => Promise<void> = async () => undefined,
): Watch => {
  const follower = stageFollower();
  const pools = watchPools(wiring);
  let publication: Publication | undefined;
  let last: LiveStatus | undefined;
  let writing: Promise<void> | undefined;
  const tick = async (): Promise<void> => {
    try {
      const now = wiring.clock.now();
      last = await statusNow(
        watched,
        follower.current(),
        pools.functions(),
        follower.failed(),
        publication,
        last,
        now,
      );
      await writeLive(watched.folder, last);
      await onTick();
    } catch {
      // Nobody sees how the run is getting on; it does all the same.
    }
  };
  const timer = setInterval(() => {
    writing ??= tick().finally(() => {
      writing = undefined;
    });
  }, EVERY);
  timer.unref();
  return {
    wiring: pools.wiring,
    onEvent: follower.onEvent,
    onClaimed: (claimed) => {
      publication = claimed;
    },
    close: async () => {
      clearInterval(timer);
      await writing;
      await removeLive(watched.folder).catch(() => undefined);
    },
  };
};
