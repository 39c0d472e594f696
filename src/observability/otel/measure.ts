import type { Attributes } from '@opentelemetry/api';
import { entryOf } from '../../base/errors/index.js';
import type { RunEvent } from '../../kit/index.js';
import { attributes as a } from '../names.js';
import type { Instruments } from './instruments.js';

type Of<T extends RunEvent['type']> = Extract<RunEvent, { type: T }>;

/** What is measured of one type of event. */
type Measures = {
  readonly [T in RunEvent['type']]?: (take: Instruments, event: Of<T>, own: Attributes) => void;
};

const ofStage = (own: Attributes, { stage }: { readonly stage: string }): Attributes => ({
  ...own,
  [a.stage.name]: stage,
});

const stageFinished = (take: Instruments, event: Of<'stage_finished'>, own: Attributes): void => {
  const of = ofStage(own, event);
  take.stages(1, of);
  take.stageDuration(event.seconds, of);
  take.progress(1, of);
  take.rows(event.rows, of);
  if (event.bytesIn !== undefined) take.io(event.bytesIn, { ...of, [a.direction.name]: 'in' });
  if (event.bytesOut !== undefined) take.io(event.bytesOut, { ...of, [a.direction.name]: 'out' });
};

const runFinished = (take: Instruments, event: Of<'run_finished'>, own: Attributes): void => {
  const of = { ...own, [a.status.name]: event.status };
  take.runs(1, of);
  take.runDuration(event.seconds, of);
  take.active(-1, own);
  if (event.status === 'succeeded') take.lastSuccess(new Date(event.at).getTime() / 1000, own);
};

const problemTold = (take: Instruments, { problem: { code, severity } }: Of<'problem'>, own: Attributes) =>
  take.problems(1, {
    ...own,
    [a.errorType.name]: code,
    [a.severity.name]: severity,
    [a.fault.name]: entryOf(code).fault,
  });

const published = (take: Instruments, { output }: Of<'output_published'>, own: Attributes): void => {
  const of = { ...own, [a.node.name]: output.node };
  take.published(output.rows, of);
  take.publishedBytes(output.bytes, of);
};

const measures: Measures = {
  run_started: (take, _, own) => take.active(1, own),
  stage_started: (take, event, own) => take.progress(0, ofStage(own, event)),
  stage_progress: (take, event, own) => take.progress(event.share, ofStage(own, event)),
  usage_sampled: (take, { memoryBytes, spilledBytes }, own) => {
    take.memory(memoryBytes, own);
    take.spilled(spilledBytes, own);
  },
  stage_finished: stageFinished,
  partition_finished: (take, event, own) => take.partitions(1, ofStage(own, event)),
  attempt_failed: (take, event, own) =>
    take.attemptsFailed(1, {
      ...('stage' in event ? ofStage(own, event) : { ...own, [a.work.name]: event.work }),
      [a.fault.name]: event.fault,
    }),
  check_finished: (take, { node, passed }, own) =>
    take.checks(1, { ...own, [a.node.name]: node, [a.passed.name]: passed }),
  output_published: published,
  problem: problemTold,
  run_finished: runFinished,
};

/** Measures the events of runs. */
export const createMeasure = (take: Instruments): ((event: RunEvent) => void) => {
  const pipelines = new Map<string, string>();
  return (event) => {
    if (event.type === 'run_started') pipelines.set(event.runId, event.pipeline);
    const own = { [a.pipeline.name]: pipelines.get(event.runId) ?? '' };
    const measure = measures[event.type] as
      | ((take: Instruments, event: RunEvent, own: Attributes) => void)
      | undefined;
    measure?.(take, event, own);
    if (event.type === 'run_finished') pipelines.delete(event.runId);
  };
};
