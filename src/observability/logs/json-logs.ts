import { type DestinationStream, destination, pino } from 'pino';
import type { RunEvent } from '../../kit/index.js';
import type { Consumer, IdsOf } from '../consumer.js';
import { logLine } from '../log-line.js';
import { attributes as a } from '../names.js';

const message = (thrown: unknown): string => (thrown instanceof Error ? thrown.message : String(thrown));

/** Levels by name, times as ISO 8601, and no host nor process: those who collect logs add them. */
const options = {
  base: null,
  messageKey: 'message',
  timestamp: false,
  formatters: { level: (level: string) => ({ level }) },
} as const;

/** Writes events as JSON, one line each, with the ids of their trace and span. */
export const openJsonLogs = (
  to: { readonly file: string } | { readonly write: (text: string) => void },
  idsOf: IdsOf,
): Consumer => {
  const failures = new Set<string>();
  let isLost = false;
  const stream: DestinationStream =
    'file' in to ? destination({ dest: to.file, sync: true, append: true }) : { write: to.write };
  if ('on' in stream && typeof stream.on === 'function') {
    stream.on('error', (thrown: unknown) => {
      isLost = true;
      failures.add(`log: ${message(thrown)}`);
    });
  }
  const logger = pino(options, stream);
  return {
    onEvent: (event: RunEvent) => {
      const line = logLine(event);
      if (!line || isLost) return;
      const ids = idsOf(event);
      logger[line.level](
        {
          time: event.at,
          event: event.type,
          ...(ids ? { trace_id: ids.traceId, span_id: ids.spanId } : {}),
          [a.run.name]: event.runId,
          ...line.attributes,
        },
        line.message,
      );
    },
    flush: () => Promise.resolve(),
    drop: () => undefined,
    failures: () => [...failures],
  };
};
