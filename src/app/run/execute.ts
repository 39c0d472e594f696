import { join } from 'node:path';
import { isError, type Problem, problemsOf } from '../../base/errors/index.js';
import type {
  ContractRecord,
  CountRows,
  DecisionRecord,
  Engine,
  OutputSample,
  Publication,
  PublishedOutput,
  ReadBack,
  StagedOutput,
  StageRecord,
} from '../../kit/index.js';
import { type Stage, wholeName } from '../../planner/index.js';
import { verifyCompressed, verifyUnchanged } from '../../preflight/index.js';
import { readingEngine } from '../check/as-given.js';
import type { Judged } from '../check/history.js';
import type { Prepared } from '../check/prepared.js';
import { readableIn } from '../check/sources.js';
import { clearCode, codeFolder } from '../code/exchange.js';
import type { Wiring } from '../wiring.js';
import { type StageFailure, type Tried, tryStage } from './attempts.js';
import type { Checkpoints, OpenCheckpoints } from './checkpoints/checkpoints.js';
import { CHECKPOINT_FOLDER } from './checkpoints/saved.js';
import { contractProblems, quarantineFolder } from './contracts.js';
import { judgedCount } from './counted-history.js';
import { type GoesOn, goOnWithout } from './fallback.js';
import { SPILL_FOLDER } from './lost-rows.js';
import { maskedSample } from './masked-sample.js';
import type { Emit } from './options.js';
import { atItsTime, type Pace } from './pace.js';
import type { Gathered } from './record.js';
import { NOTHING_WRITTEN, rowHash } from './row-hash.js';
import { checkProblem, checksFirst, runStage, type StageContext, type StageOutcome } from './run-stages.js';
import { runValues } from './values.js';
import { writtenFiles } from './written-files.js';

const SAMPLE_ROWS = 20;

/** A run under way. */
export interface Execution {
  readonly wiring: Wiring;
  readonly prepared: Prepared;
  readonly runId: string;
  readonly folder: string;
  readonly publication: Publication;
  readonly signal: AbortSignal;
  readonly emit: Emit;
  /** Where results of stages are kept, or taken over. */
  readonly openCheckpoints?: OpenCheckpoints;
  /** Run the stages only: nothing is published. */
  readonly rehearses?: boolean;
  readonly pace?: Pace;
  /** Told before the first stage, and after each: the engine is free then. */
  readonly between?: Between;
}

type Between = (context: StageContext, done: string | undefined) => Promise<void>;

/** What is gathered, whatever happens; the one value that changes during a run. */
export type Gathering = { -readonly [K in keyof Gathered]: Gathered[K] };

const runEngine = async ({
  wiring,
  prepared,
  publication,
  runId,
  folder,
  openCheckpoints,
}: Execution): Promise<Engine> =>
  readingEngine(wiring, readableIn(prepared.sources), {
    limits: prepared.settings.limits,
    writable: [
      ...publication.folders,
      ...(await quarantineFolder(folder, prepared.physical)),
      ...(await codeFolder(folder, prepared.physical)),
      ...(openCheckpoints ? [join(folder, CHECKPOINT_FOLDER)] : []),
    ],
    spillFolder: join(folder, SPILL_FOLDER),
    values: runValues(prepared.settings, runId),
    keepOrder: prepared.physical.keepOrder,
  });

const brokenContracts = (
  { prepared }: StageContext,
  { guards }: Stage,
  { contracts }: Gathering,
): readonly Problem[] =>
  guards.flatMap((guard) => {
    const seen = contracts.find(({ node }) => node === guard.node);
    return seen ? contractProblems(prepared.loaded.parsed, guard, seen) : [];
  });

/** How many rows there are may be known by their counts alone. */
const heldCounts = ({ prepared }: StageContext, { guards }: Stage, { contracts }: Gathering): Judged => {
  const all = contracts
    .filter(({ node }) => guards.some((guard) => guard.node === node))
    .map((contract) => judgedCount(prepared, contract));
  return {
    decisions: all.flatMap(({ decisions }) => decisions),
    problems: all.flatMap(({ problems }) => problems),
  };
};

const outputsLeft = (gathering: Gathering): readonly string[] =>
  gathering.givenUp.flatMap(({ left = [] }) => left);

/** @throws what the stage failed with, where the run cannot go on without it */
const withoutStage = async (
  { prepared }: StageContext,
  stage: Stage,
  failed: StageFailure,
  gathering: Gathering,
): Promise<GoesOn> => {
  const governed = prepared.policies.stages.get(stage.id);
  const goesOn = governed && (await goOnWithout(prepared, stage, failed, governed, outputsLeft(gathering)));
  if (goesOn) return goesOn;
  const { id, nodes } = stage;
  const record = { stage: id, nodes: [...new Set(nodes.map(wholeName))], attempts: failed.attempts };
  gathering.givenUp = [...gathering.givenUp, record];
  throw failed.thrown;
};

/** How a run goes from stage to stage. */
interface Going {
  readonly checkpoints: Checkpoints | undefined;
  readonly pace: Pace | undefined;
  readonly between: Between | undefined;
}

/** Who runs step by step sees the first failure of a stage; else its policy says what becomes of it. */
const tried = async (context: StageContext, stage: Stage, { pace }: Going): Promise<Tried> => {
  if (pace) return { outcome: await atItsTime(pace, context, stage, runStage) };
  const governed = context.prepared.policies.stages.get(stage.id);
  return governed ? tryStage(context, stage, governed) : { outcome: await runStage(context, stage) };
};

/** Does a stage, or takes its result over; where results are kept, keeps it. */
const finished = async (
  context: StageContext,
  stage: Stage,
  gathering: Gathering,
  going: Going,
): Promise<StageOutcome | GoesOn> => {
  const { checkpoints } = going;
  const known = await checkpoints?.reuse(context, stage);
  if (known) return known;
  const result = await tried(context, stage, going);
  if ('failed' in result) return withoutStage(context, stage, result.failed, gathering);
  const done = result.outcome;
  const nodes = new Set(stage.guards.map(({ node }) => node));
  const contracts = gathering.contracts.filter(({ node }) => nodes.has(node));
  await checkpoints?.keep(context, stage, done, contracts);
  return done;
};

const runAll = async (context: StageContext, gathering: Gathering, going: Going): Promise<void> => {
  const without = new Set<string>();
  for (const stage of checksFirst(context.prepared.physical.stages)) {
    if (without.has(stage.id)) continue;
    if (stage.sink.kind === 'file' && gathering.problems.some(isError)) return;
    const done = await finished(context, stage, gathering, going);
    if ('givenUp' in done) {
      for (const { id } of done.without) without.add(id);
      gathering.givenUp = [...gathering.givenUp, done.givenUp];
      gathering.problems = [...gathering.problems, ...done.problems];
      continue;
    }
    const { record, check, ports, merge } = done;
    gathering.stages = [...gathering.stages, record];
    await going.between?.(context, record.id);
    if (merge) gathering.merges = [...gathering.merges, merge];
    gathering.ports = [...gathering.ports, ...ports];
    const held = heldCounts(context, stage, gathering);
    gathering.decisions = [...gathering.decisions, ...held.decisions];
    gathering.problems = [
      ...gathering.problems,
      ...brokenContracts(context, stage, gathering),
      ...held.problems,
    ];
    if (!check) continue;
    gathering.checks = [...gathering.checks, check];
    const failed = checkProblem(context, check);
    if (failed) gathering.problems = [...gathering.problems, failed];
  }
};

const stagedOutputs = (
  prepared: Prepared,
  stages: readonly StageRecord[],
  left: ReadonlySet<string>,
): readonly StagedOutput[] =>
  prepared.physical.stages.flatMap(({ id, sink, schema }) =>
    sink.kind === 'file' && !left.has(sink.node)
      ? [{ node: sink.node, rows: stages.find((stage) => stage.id === id)?.rows ?? 0, schema }]
      : [],
  );

const withRowHashes = (
  engine: Engine,
  staged: readonly StagedOutput[],
  read: ReadonlyMap<string, Pick<ReadBack, 'rows' | 'rowSum'>>,
  outputs: readonly PublishedOutput[],
): readonly PublishedOutput[] =>
  outputs.map((output) => {
    const schema = staged.find(({ node }) => node === output.node)?.schema ?? [];
    return { ...output, rowHash: rowHash(engine, schema, read.get(output.node) ?? NOTHING_WRITTEN) };
  });

const publish = async (context: StageContext, gathering: Gathering): Promise<void> => {
  const { prepared, publication, engine, emit, signal } = context;
  const samples = new Map<string, OutputSample>();
  const read = new Map<string, Pick<ReadBack, 'rows' | 'rowSum'>>();
  const countRows: CountRows = async (node, paths) => {
    const stage = prepared.physical.stages.find(({ sink }) => sink.kind === 'file' && sink.node === node);
    const written = stage && writtenFiles(stage, paths);
    if (!written) return [];
    const { schema, values, ...counted } = await engine.readBack(written, SAMPLE_ROWS);
    samples.set(node, maskedSample({ node, schema, rows: values }, prepared.plan));
    read.set(node, counted);
    return counted.rows;
  };
  const left = new Set(outputsLeft(gathering));
  const staged = stagedOutputs(prepared, gathering.stages, left);
  if (staged.length === 0 && left.size > 0) return;
  const publishing = { work: 'publishing', nodes: staged.map(({ node }) => node) } as const;
  const published = await publication.publish(staged, countRows, left, (attempt) =>
    prepared.policies.trying.attempt(publishing, attempt, { signal, emit }),
  );
  gathering.outputs = withRowHashes(engine, staged, read, published);
  gathering.samples = [...samples.values()];
  for (const output of gathering.outputs) emit({ type: 'output_published', output });
};

/** Lets the integrity check of compressed inputs end the run as soon as it fails. */
const beside = async (
  verification: Promise<void>,
  stop: AbortController,
  work: Promise<void>,
): Promise<void> => {
  const guarded = verification.catch((thrown: unknown) => {
    stop.abort();
    throw thrown;
  });
  const [verified, worked] = await Promise.allSettled([guarded, work]);
  if (verified.status === 'rejected') throw verified.reason;
  if (worked.status === 'rejected') throw worked.reason;
};

/** execute -> publish. What went wrong is gathered as problems, never thrown. */
export const execute = async (execution: Execution, gathering: Gathering): Promise<void> => {
  const { prepared, publication, emit, pace, between } = execution;
  const files = prepared.sources.flatMap((source) => source.files);
  const stop = new AbortController();
  const signal = AbortSignal.any([execution.signal, stop.signal]);
  let engine: Engine | undefined;
  try {
    engine = await runEngine(execution);
    const { runId, folder } = execution;
    const onContract = (record: ContractRecord): void => {
      // A stage that was ended alone may run once more.
      const others = gathering.contracts.filter(({ node }) => node !== record.node);
      gathering.contracts = [...others, record];
    };
    const onDecision = (decision: DecisionRecord): void => {
      const others = gathering.decisions.filter(
        ({ node, about }) => node !== decision.node || about !== decision.about,
      );
      gathering.decisions = [...others, decision];
    };
    const { wiring } = execution;
    const context: StageContext = {
      wiring,
      prepared,
      engine,
      publication,
      signal,
      emit,
      runId,
      budget: prepared.policies.budget,
      folder,
      onContract,
      onDecision,
    };
    pace?.onStarted(context, gathering);
    await between?.(context, undefined);
    const checkpoints = await execution.openCheckpoints?.(engine);
    if (checkpoints) gathering.cache = checkpoints.records;
    await beside(
      verifyCompressed(files, signal),
      stop,
      runAll(context, gathering, { checkpoints, pace, between }),
    );
    await verifyUnchanged(files);
    execution.signal.throwIfAborted();
    if (execution.rehearses !== true && !gathering.problems.some(isError)) await publish(context, gathering);
  } catch (thrown) {
    gathering.problems = [...gathering.problems, ...problemsOf(thrown)];
  } finally {
    if (!pace) {
      await engine?.close();
      await clearCode(execution.folder);
    }
  }
};
