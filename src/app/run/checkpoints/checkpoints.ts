import { cp, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type CacheRecord, type ContractRecord, type Engine, literal } from '../../../kit/index.js';
import { endOf, keptName, type Stage } from '../../../planner/index.js';
import type { StageContext, StageOutcome } from '../run-stages.js';
import { fromKept, toKept, unkeepable } from './exact.js';
import type { Surroundings } from './parts.js';
import {
  bytesAt,
  CHECKPOINT_FOLDER,
  rowsAt,
  type SavedStage,
  shareRows,
  writeBeginning,
  writeSaved,
} from './saved.js';
import { cacheRecord, type Verdict, verdictsOf } from './verdicts.js';

/** Results of stages: those that an earlier run has kept, and those that this one keeps. */
export interface Checkpoints {
  /** What becomes of each stage. */
  readonly records: readonly CacheRecord[];
  /** Whether a stage has its result already; then what came of it, with its rows in their places. */
  readonly reuse: (context: StageContext, stage: Stage) => Promise<StageOutcome | undefined>;
  /** Keeps the result of a stage that was done. */
  readonly keep: (
    context: StageContext,
    stage: Stage,
    done: StageOutcome,
    contracts: readonly ContractRecord[],
  ) => Promise<void>;
}

/** Opens them once there is an engine, whose version counts. */
export type OpenCheckpoints = (engine: Engine) => Promise<Checkpoints>;

/** A run whose results are taken over. */
export interface Resumed {
  readonly runId: string;
  /** The run's folder. */
  readonly folder: string;
}

const silent = ({ signal }: StageContext) => ({ signal, onProgress: () => undefined });

/** Puts kept rows into the table that later stages read. */
const loadTable = async (
  engine: Engine,
  context: StageContext,
  stage: Stage,
  table: string,
  file: string,
) => {
  const query = fromKept(literal(file), stage.schema);
  await engine.execute({ query, sink: { kind: 'table', table } }, silent(context));
};

const copyQuarantine = async (context: StageContext, from: string, contracts: readonly ContractRecord[]) => {
  for (const { file } of contracts) {
    if ((await bytesAt(join(from, file))) !== undefined)
      await cp(join(from, file), join(context.folder, file));
  }
};

const takenOver = ({ outcome, runId }: SavedStage, { id }: Stage): StageOutcome => ({
  ...outcome,
  record: { ...outcome.record, id, from: runId },
});

/** The rows of a stage: those of its table in Parquet, or what it staged. */
const keepRows = async (
  { engine, publication, ...context }: StageContext,
  { sink, schema }: Stage,
  to: string,
) => {
  const table = keptName(sink);
  if (table !== undefined) {
    const file = { kind: 'file', path: to, format: 'parquet', options: { compression: 'zstd' } } as const;
    await engine.execute(
      { query: toKept(table, schema), sink: file },
      silent({ engine, publication, ...context }),
    );
  }
  if (sink.kind !== 'file') return;
  const staged = publication.stagedFile(sink.node);
  if ((await bytesAt(staged)) !== undefined) await cp(staged, to, { recursive: true });
};

/** Reads what an earlier run has kept, and makes room for what this one keeps. */
export const openCheckpoints = async (
  surroundings: Surroundings,
  folder: string,
  resumed?: Resumed,
): Promise<Checkpoints> => {
  const own = join(folder, CHECKPOINT_FOLDER);
  await mkdir(own, { recursive: true });
  await writeBeginning(own, { runTime: surroundings.prepared.settings.runTime });
  const before = resumed && { folder: join(resumed.folder, CHECKPOINT_FOLDER), runId: resumed.runId };
  const verdicts = await verdictsOf(surroundings, before);
  const verdictOf = (stage: Stage): Verdict | undefined =>
    verdicts.find((verdict) => verdict.stage.id === stage.id);
  const read = new Set(verdicts.filter(({ saved }) => !saved).flatMap(({ stage }) => stage.reads));

  const reuse: Checkpoints['reuse'] = async (context, stage) => {
    const saved = verdictOf(stage)?.saved;
    if (!saved || !before || !resumed) return undefined;
    const [from, to] = [rowsAt(before.folder, endOf(stage)), rowsAt(own, endOf(stage))];
    if (saved.bytes !== undefined) await shareRows(from, to);
    const table = keptName(stage.sink);
    if (table !== undefined && read.has(endOf(stage))) {
      await loadTable(context.engine, context, stage, table, to);
    }
    if (stage.sink.kind === 'file' && saved.bytes !== undefined) {
      await cp(to, context.publication.stagedFile(stage.sink.node), { recursive: true });
    }
    await copyQuarantine(context, resumed.folder, saved.contracts);
    saved.contracts.forEach(context.onContract);
    await writeSaved(own, endOf(stage), saved);
    context.emit({
      type: 'stage_reused',
      stage: stage.id,
      rows: saved.outcome.record.rows,
      from: saved.runId,
    });
    return takenOver(saved, stage);
  };

  const keep: Checkpoints['keep'] = async (context, stage, outcome, contracts) => {
    const verdict = verdictOf(stage);
    if (!verdict || (keptName(stage.sink) !== undefined && unkeepable(stage.schema))) return;
    const to = rowsAt(own, endOf(stage));
    await keepRows(context, stage, to);
    const bytes = await bytesAt(to);
    const { parts, key } = verdict;
    const kept = { version: 1, key, parts, runId: context.runId, outcome, contracts } as const;
    await writeSaved(own, endOf(stage), { ...kept, ...(bytes === undefined ? {} : { bytes }) });
  };

  return {
    records: verdicts.map(cacheRecord),
    reuse,
    keep,
  };
};
