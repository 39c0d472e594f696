import { type Context, defaultTextMapGetter, ROOT_CONTEXT } from '@opentelemetry/api';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import type { Environment } from '../settings.js';

/** The span of whoever started this process, where it says so by `TRACEPARENT` and `TRACESTATE`. */
export const parentContext = ({ TRACEPARENT, TRACESTATE }: Environment): Context =>
  new W3CTraceContextPropagator().extract(
    ROOT_CONTEXT,
    {
      ...(TRACEPARENT ? { traceparent: TRACEPARENT } : {}),
      ...(TRACESTATE ? { tracestate: TRACESTATE } : {}),
    },
    defaultTextMapGetter,
  );
