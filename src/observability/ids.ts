import { randomBytes } from 'node:crypto';
import type { IdsOf } from './consumer.js';
import type { Environment } from './settings.js';

const hex = (bytes: number): string => randomBytes(bytes).toString('hex');

const TRACEPARENT = /^[\da-f]{2}-([\da-f]{32})-[\da-f]{16}-[\da-f]{2}$/;

/** Ids for logs where no traces are sent: of the trace that the process was started in, or of one of its own. */
export const createIds = ({ TRACEPARENT: parent }: Environment): IdsOf => {
  const traceId = TRACEPARENT.exec(parent ?? '')?.[1] ?? hex(16);
  const known = new Map<string, string>();
  return (event) => {
    const key = 'stage' in event ? `${event.runId} ${event.stage}` : event.runId;
    const spanId = known.get(key) ?? hex(8);
    known.set(key, spanId);
    return { traceId, spanId };
  };
};
