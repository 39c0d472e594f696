import { join } from 'node:path';
import { failure, type Problem, problem } from '../../base/errors/index.js';
import { runId } from '../../base/ids.js';
import { plural } from '../../base/number-text.js';
import { own } from '../../base/own.js';
import { partitionParams, zoneOf } from '../../schedules/index.js';
import { type LoadedDocument, loadDocument } from '../load/load-document.js';
import { runFolder } from '../run/folder.js';
import { listRuns } from '../runs.js';
import { type Fired, type FireOptions, fire } from '../schedule/fire.js';
import { holding } from '../schedule/hold.js';
import { hasEnded } from '../schedule/settle.js';
import type { Wiring } from '../wiring.js';
import {
  addState,
  type Backfill,
  type BackfillHead,
  backfillsFolder,
  backfillsOf,
  type KeptPartition,
  type PartitionState,
  readBackfill,
  writeHead,
} from './journal.js';
import { sharedOutputs } from './outputs.js';
import { partitionsOf } from './span.js';

/** How a backfill is asked for. */
export interface BackfillOptions extends FireOptions {
  readonly params?: Readonly<Record<string, string>>;
  /** Runs at one time; 1 unless given. */
  readonly parallel?: number;
  /** Those partitions only whose last run failed. */
  readonly onlyFailed?: boolean;
  readonly signal: AbortSignal;
  readonly onEvent: (event: BackfillEvent) => void;
}

export type BackfillEvent =
  | { readonly type: 'begun'; readonly head: BackfillHead; readonly open: number }
  | { readonly type: 'ended'; readonly state: PartitionState; readonly fired: Fired }
  /** Another host has the lock: it is seen whether it lives. */
  | { readonly type: 'held'; readonly who: string; readonly seconds: number }
  | { readonly type: 'problem'; readonly problem: Problem };

/** A backfill that has ended, well or not. */
export interface BackfillOutcome extends Backfill {
  readonly problems: readonly Problem[];
}

const isFailed = (state: PartitionState | undefined): boolean =>
  state !== undefined && ['failed', 'stopped'].includes(state.status);

/** The newest state of each partition over all backfills of a pipeline. */
const lastStates = (all: readonly Backfill[]): ReadonlyMap<string, PartitionState> =>
  new Map(all.flatMap(({ states }) => [...states]));

const newHead = (
  wiring: Wiring,
  file: string,
  { parsed }: LoadedDocument,
  span: { readonly from: string; readonly to: string },
  params: BackfillHead['params'],
): BackfillHead => {
  const { document, hash } = parsed;
  const partitions = partitionsOf(document.schedule, span).map(({ key, from, to }) => ({
    key,
    from: from.toISOString(),
    to: to.toISOString(),
  }));
  return {
    version: 1,
    id: runId(wiring.clock),
    file,
    pipeline: document.pipeline,
    documentHash: hash,
    by: document.schedule?.partitions?.by ?? '',
    zone: document.schedule ? zoneOf(document.schedule) : 'UTC',
    params,
    partitions,
  };
};

/** A parameter that says which partition a run is of cannot be the same for all of them. */
const refuseBounds = ({ parsed }: LoadedDocument, params: BackfillHead['params']): void => {
  const { from, to } = parsed.document.schedule?.partitions ?? {};
  const given = [from, to].find((name) => name !== undefined && Object.hasOwn(params, name));
  if (given === undefined) return;
  throw failure('MR6004', `the parameter "${given}" is given by each partition`, {
    mend: 'Leave it out; `--from` and `--to` say which partitions are run.',
  });
};

/** What runs of a partition say; the time that it stands for is the end of it, at which it is whole. */
const runOne = async (
  wiring: Wiring,
  { parsed }: LoadedDocument,
  { file, params }: BackfillHead,
  { key, from, to }: KeptPartition,
  { runDir, memory, threads, signal }: BackfillOptions,
): Promise<Fired> => {
  const bounds = { key, from: new Date(from), to: new Date(to) };
  const order = {
    time: to,
    params: { ...params, ...partitionParams(parsed.document, bounds) },
    partition: key,
  };
  const options = {
    ...(runDir === undefined ? {} : { runDir }),
    ...(memory === undefined ? {} : { memory }),
    ...(threads === undefined ? {} : { threads }),
  };
  return fire(wiring, file, order, options, signal);
};

const stateAfter = (key: string, startedAt: string, fired: Fired): PartitionState => {
  if ('problems' in fired) {
    const isInterrupted = fired.problems.some(({ code }) => code === 'MR9002');
    return { key, status: isInterrupted ? 'interrupted' : 'failed', startedAt };
  }
  const { runId: run, status, seconds, outputs } = fired.outcome.record;
  return {
    key,
    status,
    startedAt,
    runId: run,
    seconds,
    rows: outputs.reduce((sum, { rows }) => sum + rows, 0),
  };
};

/** Partitions that a killed backfill was running: the runs' index tells whether they ended. */
const settled = async (
  wiring: Wiring,
  folder: string,
  { head, states }: Backfill,
  runDir: string | undefined,
): Promise<ReadonlyMap<string, PartitionState>> => {
  const known = new Map(states);
  const runs = [...states.values()].some(({ status }) => status === 'running')
    ? await listRuns(wiring, runDir)
    : [];
  for (const { key, to } of head.partitions) {
    const state = states.get(key);
    if (state?.status !== 'running') continue;
    const { startedAt } = state;
    const run = await hasEnded(wiring, { pipeline: head.pipeline, time: to, startedAt }, runs, runDir);
    const status = run === undefined || run.status === 'running' ? 'interrupted' : run.status;
    const now = {
      key,
      status,
      startedAt,
      ...(run ? { runId: run.runId } : {}),
      ...(run?.seconds === undefined ? {} : { seconds: run.seconds }),
      ...(run?.rowsPublished === undefined ? {} : { rows: run.rowsPublished }),
    };
    await addState(folder, now);
    known.set(key, now);
  }
  return known;
};

const failedProblem = (head: BackfillHead, states: BackfillOutcome['states']): readonly Problem[] => {
  const failed = head.partitions.filter(({ key }) => isFailed(states.get(key)));
  if (failed.length === 0) return [];
  const message = `${failed.length} of ${plural(head.partitions.length, 'partition')} failed: ${failed
    .slice(0, 5)
    .map(({ key }) => key)
    .join(', ')}${failed.length > 5 ? ' …' : ''}`;
  const mend = `See a run with \`millrace runs RUN\`; then run them again: \`millrace backfill --resume ${head.id} --only-failed\`.`;
  return [problem('MR7326', message, { mend })];
};

/** Runs the partitions that are open, at most so many at one time, each on record before and after. */
const work = async (
  wiring: Wiring,
  loaded: LoadedDocument,
  folder: string,
  { head, states }: Backfill,
  options: BackfillOptions,
): Promise<BackfillOutcome> => {
  const { shared, problems } = sharedOutputs(wiring, loaded.parsed);
  const { onlyFailed, signal, onEvent } = options;
  const known = new Map(states);
  const open = head.partitions.filter(({ key }) =>
    onlyFailed === true ? isFailed(known.get(key)) : known.get(key)?.status !== 'succeeded',
  );
  if (open.length > 1) for (const item of problems) onEvent({ type: 'problem', problem: item });
  const asked = options.parallel ?? 1;
  if (asked > 1 && shared.length > 0) {
    const message = `all partitions write ${shared.map((node) => `"${node}"`).join(', ')}, which one run at a time may: they run one after another`;
    onEvent({ type: 'problem', problem: problem('MR7324', message, { severity: 'warning' }) });
  }
  onEvent({ type: 'begun', head, open: open.length });
  const queue = [...open];
  const one = async (): Promise<void> => {
    for (let next = queue.shift(); next && !signal.aborted; next = queue.shift()) {
      const startedAt = wiring.clock.now().toISOString();
      await addState(folder, { key: next.key, status: 'running', startedAt });
      const fired = await runOne(wiring, loaded, head, next, options);
      const state = stateAfter(next.key, startedAt, fired);
      await addState(folder, state);
      known.set(next.key, state);
      onEvent({ type: 'ended', state, fired });
    }
  };
  await Promise.all(Array.from({ length: shared.length > 0 ? 1 : asked }, one));
  const interrupted = signal.aborted
    ? [
        problem('MR9002', 'the backfill was interrupted', {
          mend: `Go on with \`millrace backfill --resume ${head.id}\`.`,
        }),
      ]
    : [];
  return { head, states: known, problems: [...failedProblem(head, known), ...interrupted] };
};

const held = <T>(
  wiring: Wiring,
  folder: string,
  { signal, ...options }: BackfillOptions,
  run: (options: BackfillOptions) => Promise<T>,
): Promise<T> =>
  holding(
    wiring,
    {
      folder,
      code: 'MR7325',
      what: 'a backfill',
      signal,
      onWait: (who, seconds) => options.onEvent({ type: 'held', who, seconds }),
    },
    (lost) => run({ ...options, signal: AbortSignal.any([signal, lost]) }),
  );

/**
 * Runs a document once for each partition of time from one time to another, without the one that begins at the second.
 *
 * @throws MR6004, MR7320, MR7321, and what the document has wrong
 */
export const backfill = async (
  wiring: Wiring,
  file: string,
  span: { readonly from: string; readonly to: string },
  options: BackfillOptions,
): Promise<BackfillOutcome> => {
  const loaded = await loadDocument(file, wiring.cwd);
  refuseBounds(loaded, options.params ?? {});
  const all = newHead(wiring, file, loaded, span, options.params ?? {});
  const root = backfillsFolder(runFolder(wiring, options.runDir));
  const last = options.onlyFailed === true ? lastStates(await backfillsOf(root, all.pipeline)) : undefined;
  const head =
    last === undefined
      ? all
      : { ...all, partitions: all.partitions.filter(({ key }) => isFailed(last.get(key))) };
  const folder = join(root, head.id);
  await writeHead(folder, head);
  return held(wiring, folder, options, (own) =>
    work(wiring, loaded, folder, { head, states: new Map() }, { ...own, onlyFailed: false }),
  );
};

const named = async (root: string, id: string): Promise<string> => {
  if (!/^[\w-]+$/.test(id)) throw failure('MR7322', `there is no backfill "${id}"`);
  return join(root, id);
};

/**
 * Goes on with a backfill: the partitions that have not succeeded, or those only that failed.
 *
 * @throws MR7322 where there is none, MR7325 where another process is at it
 */
export const resumeBackfill = async (
  wiring: Wiring,
  id: string,
  options: BackfillOptions,
): Promise<BackfillOutcome> => {
  const root = backfillsFolder(runFolder(wiring, options.runDir));
  const folder = await named(root, id);
  const { head } = await readBackfill(folder, id);
  return held(wiring, folder, options, async (own) => {
    const loaded = await loadDocument(head.file, wiring.cwd);
    const before = await readBackfill(folder, id);
    const states = await settled(wiring, folder, before, options.runDir);
    return work(wiring, loaded, folder, { head, states }, own);
  });
};

/** A partition's state in words. */
export const statusOf = ({ states }: Backfill, { key }: KeptPartition): string =>
  own({ running: 'interrupted' }, states.get(key)?.status ?? '') ?? states.get(key)?.status ?? 'open';
