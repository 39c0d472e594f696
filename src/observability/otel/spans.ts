import { type Context, type Span, SpanStatusCode, type Tracer, trace } from '@opentelemetry/api';
import type { RunEvent } from '../../kit/index.js';
import type { IdsOf } from '../consumer.js';
import { attributes as a, spans as names } from '../names.js';
import {
  type Below,
  endStage,
  fail,
  failAttempt,
  finishStage,
  type Of,
  type OpenStage,
  openStage,
  startSpan,
} from './stage-span.js';

interface OpenRun extends Below {
  readonly span: Span;
  readonly stages: Map<string, OpenStage>;
}

const openRun = (below: Below, event: Of<'run_started'>): OpenRun => {
  const span = startSpan(below, `${names.run.name} ${event.pipeline}`, new Date(event.at), {
    [a.pipeline.name]: event.pipeline,
    [a.run.name]: event.runId,
    [a.documentHash.name]: event.documentHash,
  });
  return { ...below, span, context: trace.setSpan(below.context, span), stages: new Map() };
};

const reusedStage = (run: OpenRun, { stage, rows, from }: Of<'stage_reused'>, at: Date): void => {
  const values = { [a.stage.name]: stage, [a.rows.name]: rows, [a.reusedFrom.name]: from };
  startSpan(run, `${names.stage.name} ${stage}`, at, values).end(at);
};

const partition = (below: Below, event: Of<'partition_finished'>, at: Date): void => {
  const start = new Date(at.getTime() - 1000 * event.seconds);
  startSpan(below, names.partition.name, start, {
    [a.stage.name]: event.stage,
    [a.partition.name]: event.partition,
    [a.rows.name]: event.rows,
  }).end(at);
};

const endRun = ({ span, stages }: OpenRun, { status }: Of<'run_finished'>, at: Date): void => {
  for (const open of stages.values()) {
    fail(open.span, status);
    endStage(open, at);
  }
  span.setAttribute(a.status.name, status);
  if (status !== 'succeeded') span.setStatus({ code: SpanStatusCode.ERROR, message: status });
  span.end(at);
};

/** What an event does to the stage that it names. */
const onStageEvent = (run: OpenRun, event: Extract<RunEvent, { stage: string }>, at: Date): void => {
  const { stages } = run;
  const open = stages.get(event.stage);
  if (event.type === 'stage_reused') reusedStage(run, event, at);
  if (event.type === 'partition_finished') partition(open ?? run, event, at);
  // Each attempt begins anew; the stage is one.
  if (event.type === 'stage_started' && !open) stages.set(event.stage, openStage(run, event, at));
  if (!open) return;
  if (event.type === 'stage_finished') {
    finishStage(open, event, at);
    stages.delete(event.stage);
  }
  if (event.type === 'attempt_failed') {
    const next = failAttempt(open, event, at);
    if (next) stages.set(event.stage, next);
    else stages.delete(event.stage);
  }
};

/** Makes spans of the events of runs: run > stage > node, partition, attempt. */
export const createSpans = (tracer: Tracer, parent: Context) => {
  const runs = new Map<string, OpenRun>();

  const onEvent = (event: RunEvent): void => {
    if (event.type === 'run_started') runs.set(event.runId, openRun({ tracer, context: parent }, event));
    const run = runs.get(event.runId);
    if (!run) return;
    const at = new Date(event.at);
    if ('stage' in event) onStageEvent(run, event, at);
    if (event.type === 'problem' && event.problem.severity === 'error') fail(run.span, event.problem.code);
    if (event.type !== 'run_finished') return;
    endRun(run, event, at);
    runs.delete(event.runId);
  };

  /** The span that an event belongs to: of its stage while that goes on, or else of its run. */
  const contextOf = (event: RunEvent): Context | undefined => {
    const run = runs.get(event.runId);
    return (run && 'stage' in event ? run.stages.get(event.stage)?.context : undefined) ?? run?.context;
  };

  const idsOf: IdsOf = (event) => {
    const context = contextOf(event);
    const found = context && trace.getSpanContext(context);
    return found && { traceId: found.traceId, spanId: found.spanId };
  };

  return { onEvent, contextOf, idsOf };
};
