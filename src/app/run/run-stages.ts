import { join } from 'node:path';
import { type Problem, problem } from '../../base/errors/index.js';
import {
  type Cell,
  type CheckRecord,
  type ContractRecord,
  columnNames,
  type Decision,
  type DecisionRecord,
  type Engine,
  type ExecuteOptions,
  type GuardCount,
  type MergeRecord,
  type Publication,
  type Sink,
  type StageRecord,
  type StageUse,
  type Statement,
  type StatementResult,
} from '../../kit/index.js';
import {
  classifiedColumns,
  endOf,
  nodeNamed,
  type Stage,
  type StageSink,
  wholeName,
} from '../../planner/index.js';
import type { Budget } from '../../policies/index.js';
import type { Prepared } from '../check/prepared.js';
import { CODE_FOLDER } from '../code/exchange.js';
import type { Partitioned } from '../code/place.js';
import { type CodeResult, runCode } from '../code/run-code.js';
import type { Wiring } from '../wiring.js';
import { mergeRecord, type PortCounts, portCounts } from './balance.js';
import { contractRecord, placedGuards, withContractPlace } from './contracts.js';
import { located } from './locate.js';
import { SPILL_FOLDER } from './lost-rows.js';
import type { Emit } from './options.js';
import { bytesAt, watchUse } from './stage-use.js';
import { kindsOf } from './started.js';
import { runValues } from './values.js';
import { withheld } from './withheld.js';

/** What running a stage needs. */
export interface StageContext {
  readonly wiring: Wiring;
  readonly prepared: Prepared;
  readonly engine: Engine;
  readonly publication: Publication;
  readonly signal: AbortSignal;
  readonly emit: Emit;
  readonly runId: string;
  /** What the run may try again. */
  readonly budget: Budget;
  /** The folder of the run. */
  readonly folder: string;
  /** Takes what contracts have seen, also of a stage that fails. */
  readonly onContract: (record: ContractRecord) => void;
  /** Takes what is decided during the run. */
  readonly onDecision: (decision: DecisionRecord) => void;
}

/** What came out of a stage; `measures` for checks. */
export interface StageOutcome {
  readonly record: StageRecord;
  readonly check?: CheckRecord;
  readonly ports: readonly PortCounts[];
  readonly merge?: MergeRecord;
}

const engineSink = ({ sink, schema }: Stage, publication: Publication): Sink => {
  if (sink.kind === 'table') return { kind: 'table', table: sink.table };
  if (sink.kind === 'file') {
    const { node, format, options, folder } = sink;
    const layout = folder ? { folder: { ...folder, columns: columnNames(schema) } } : {};
    return { kind: 'file', path: publication.stagedFile(node), format, options, ...layout };
  }
  return { kind: 'rows', limit: 1 };
};

const sinkName = ({ kind }: StageSink): StageRecord['sink'] => {
  if (kind === 'code') return 'table';
  return kind === 'check' ? 'rows' : kind;
};

const judge = (
  context: StageContext,
  stage: Stage,
  names: readonly string[],
  row: readonly Cell[],
): CheckRecord | undefined => {
  if (stage.sink.kind !== 'check') return undefined;
  const { plan } = context.prepared;
  const { name, kind, config } = nodeNamed(plan, stage.sink.node);
  if (kind.family !== 'check') return undefined;
  const measures = Object.fromEntries(names.map((column, index) => [column, row[index] ?? null]));
  const columns = classifiedColumns(plan).get(name) ?? [];
  const classified = new Set([...columns].map((column) => column.toLowerCase()));
  const results = kind.judge(config, measures, classified);
  return {
    node: wholeName(name),
    severity: kind.severity(config),
    passed: results.every(({ passed }) => passed),
    results,
  };
};

/** Runs the statement of a stage, and the function at its end where it has one. */
const carriedOut = (
  { engine, prepared, publication, folder, wiring, runId, onDecision, emit }: StageContext,
  stage: Stage,
  statement: Omit<Statement, 'sink'>,
  options: ExecuteOptions,
): Promise<StatementResult | CodeResult> => {
  if (stage.sink.kind !== 'code')
    return engine.execute({ ...statement, sink: engineSink(stage, publication) }, options);
  const { plan, settings, loaded } = prepared;
  const place = {
    wiring,
    engine,
    plan,
    loaded,
    folder: join(folder, CODE_FOLDER),
    limits: settings.limits,
    processes: settings.container?.processes,
    values: runValues(settings, runId),
    options,
    partition: prepared.partitions.get(stage.id)?.bytes,
    onDecision: (decision: Decision) => onDecision({ ...decision, node: wholeName(endOf(stage)), files: [] }),
    onPartition: (done: Partitioned) => emit({ type: 'partition_finished', stage: stage.id, ...done }),
  };
  return runCode(place, stage, statement);
};

/** The document's nodes in a stage, each once. */
const wholeNames = ({ nodes }: Stage): readonly string[] => [...new Set(nodes.map(wholeName))];

/** What a stage read from files of inputs, and wrote for outputs. */
const bytesOf = async (
  { prepared, publication }: StageContext,
  { nodes, sink }: Stage,
): Promise<Pick<StageUse, 'bytesIn' | 'bytesOut'>> => {
  const read = prepared.sources.filter(({ node }) => nodes.includes(node.name));
  const bytesIn = read.flatMap(({ files }) => files).reduce((sum, { bytes }) => sum + bytes, 0);
  return {
    ...(read.length > 0 ? { bytesIn } : {}),
    ...(sink.kind === 'file' ? { bytesOut: await bytesAt(publication.stagedFile(sink.node)) } : {}),
  };
};

/** Runs one stage. A fault of rows is narrowed to its node before it is thrown. */
export const runStage = async (context: StageContext, stage: Stage): Promise<StageOutcome> => {
  const { engine, emit, signal, prepared } = context;
  const started = performance.now();
  const options = {
    signal,
    onProgress: (share: number) => emit({ type: 'stage_progress', stage: stage.id, share }),
  };
  const nodes = wholeNames(stage);
  emit({ type: 'stage_started', stage: stage.id, nodes, kinds: kindsOf(prepared, nodes) });
  using watched = watchUse(join(context.folder, SPILL_FOLDER), (sample) =>
    emit({ type: 'usage_sampled', stage: stage.id, ...sample }),
  );
  const guards = placedGuards(stage, prepared, context.runId, context.folder);
  const statement = { query: stage.query, guards, counts: stage.counts };
  const onGuards = (counts: readonly GuardCount[]): void =>
    guards.forEach((guard) => {
      const seen = counts.find(({ node }) => node === guard.node);
      if (seen) context.onContract(contractRecord(guard, seen));
    });
  const result = await carriedOut(context, stage, statement, { ...options, onGuards }).catch(
    async (thrown: unknown) => {
      throw await located(
        withContractPlace(withheld(thrown, prepared.plan, stage), guards, prepared.loaded.parsed),
        engine,
        stage,
        { ...options, onProgress: () => undefined },
        prepared.loaded.parsed,
      );
    },
  );
  const ports = await portCounts(engine, stage, result.counts ?? {}, options);
  const merge = mergeRecord(stage, result);
  const seconds = (performance.now() - started) / 1000;
  const use = { ...(await bytesOf(context, stage)), ...(await watched.stop()) };
  emit({ type: 'stage_finished', stage: stage.id, rows: result.rows, seconds, ...use });
  const check = judge(
    context,
    stage,
    result.schema.map(({ name }) => name),
    result.values[0] ?? [],
  );
  if (check) emit({ type: 'check_finished', node: check.node, passed: check.passed });
  const { id, reads, sink } = stage;
  return {
    record: {
      id,
      nodes,
      reads,
      sink: sinkName(sink),
      rows: result.rows,
      seconds,
      ...('partitions' in result ? { partitions: result.partitions } : {}),
    },
    ...(check ? { check } : {}),
    ports,
    ...(merge ? { merge } : {}),
  };
};

/** A failed check as a problem: an error stops the publish, a warning is reported. */
export const checkProblem = ({ prepared }: StageContext, check: CheckRecord): Problem | undefined => {
  if (check.passed) return undefined;
  const failed = check.results.filter(({ passed }) => !passed);
  const place = prepared.loaded.parsed.source.keyPlace(['nodes', check.node]);
  return problem(
    'MR4011',
    `check "${check.node}" failed: ${failed.map(({ message }) => message).join('; ')}`,
    {
      node: check.node,
      severity: check.severity === 'error' ? 'error' : 'warning',
      ...(check.severity === 'error'
        ? {}
        : { mend: 'The outputs were published all the same: the check only warns.' }),
      ...(place ? { place } : {}),
    },
  );
};

/** Stages in an order in which checks come before outputs, as far as what they read allows. */
export const checksFirst = (stages: readonly Stage[]): readonly Stage[] => [
  ...stages.filter(({ sink }) => sink.kind !== 'file'),
  ...stages.filter(({ sink }) => sink.kind === 'file'),
];
