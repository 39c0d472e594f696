export type * from './result.js';
export { type TraceOptions, type TraceOutcome, traceRows } from './trace.js';
