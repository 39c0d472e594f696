import { type Context, type Span, SpanStatusCode, type Tracer, trace } from '@opentelemetry/api';
import type { RunEvent } from '../../kit/index.js';
import { attributes as a, spans as names } from '../names.js';

export type Of<T extends RunEvent['type']> = Extract<RunEvent, { type: T }>;

/** What spans are made with, below which span. */
export interface Below {
  readonly tracer: Tracer;
  readonly context: Context;
}

/** A stage that goes on. */
export interface OpenStage extends Below {
  readonly stage: string;
  readonly span: Span;
  readonly startedAt: Date;
  readonly nodes: readonly string[];
  readonly kinds: readonly string[];
  /** The attempt under way, and since when it goes on. */
  readonly attempt: { readonly number: number; readonly since: Date };
}

type Values = Readonly<Record<string, string | number | boolean | string[] | undefined>>;

const defined = (values: Values) =>
  Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const])),
  );

export const fail = (span: Span, why: string): void => {
  span.setAttribute(a.errorType.name, why);
  span.setStatus({ code: SpanStatusCode.ERROR, message: why });
};

export const startSpan = ({ tracer, context }: Below, name: string, startTime: Date, values: Values): Span =>
  tracer.startSpan(name, { startTime, attributes: defined(values) }, context);

export const openStage = (
  below: Below,
  { stage, nodes, kinds }: Of<'stage_started'>,
  at: Date,
): OpenStage => {
  const values = { [a.stage.name]: stage, [a.nodes.name]: [...nodes] };
  const span = startSpan(below, `${names.stage.name} ${stage}`, at, values);
  const context = trace.setSpan(below.context, span);
  const attempt = { number: 1, since: at };
  return { tracer: below.tracer, context, stage, span, startedAt: at, nodes, kinds, attempt };
};

const attemptSpan = ({ attempt: { number, since }, ...open }: OpenStage): Span =>
  startSpan(open, names.attempt.name, since, { [a.stage.name]: open.stage, [a.attempt.name]: number });

/** Ends a stage, with a span of each of its nodes: fused into one statement, they have its time. */
export const endStage = (open: OpenStage, at: Date): void => {
  open.nodes.forEach((node, index) => {
    const values = {
      [a.node.name]: node,
      [a.kind.name]: open.kinds[index] ?? 'unknown',
      [a.fused.name]: open.nodes.length > 1,
    };
    startSpan(open, `${names.node.name} ${node}`, open.startedAt, values).end(at);
  });
  open.span.end(at);
};

export const finishStage = (open: OpenStage, event: Of<'stage_finished'>, at: Date): void => {
  if (open.attempt.number > 1) attemptSpan(open).end(at);
  open.span.setAttributes(
    defined({
      [a.rows.name]: event.rows,
      [a.bytesIn.name]: event.bytesIn,
      [a.bytesOut.name]: event.bytesOut,
      [a.memory.name]: event.memoryBytes,
      [a.spilled.name]: event.spilledBytes,
    }),
  );
  endStage(open, at);
};

/** The stage after an attempt that failed: the next one begins after its wait, or there is none. */
export const failAttempt = (
  open: OpenStage,
  event: Of<'attempt_failed'>,
  at: Date,
): OpenStage | undefined => {
  const span = attemptSpan({ ...open, attempt: { ...open.attempt, number: event.attempt } });
  span.setAttribute(a.fault.name, event.fault);
  fail(span, event.codes.join(' '));
  span.end(at);
  if (event.waitSeconds !== undefined) {
    const since = new Date(at.getTime() + 1000 * event.waitSeconds);
    return { ...open, attempt: { number: event.attempt + 1, since } };
  }
  fail(open.span, event.codes.join(' '));
  endStage(open, at);
  return undefined;
};
