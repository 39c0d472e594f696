import { entryOf } from '../base/errors/index.js';
import type { RunEvent } from '../kit/index.js';
import { type AttributeName, attributes as a } from './names.js';

export type AttributeValue = string | number | boolean | string[];
export type Attributes = Readonly<Record<string, AttributeValue>>;

/** A log record, as all logs have it. */
export interface LogLine {
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  readonly message: string;
  readonly attributes: Attributes;
}

const of = (...pairs: readonly (readonly [AttributeName, AttributeValue | undefined])[]): Attributes =>
  Object.fromEntries(
    pairs.flatMap(([{ name }, value]) => (value === undefined ? [] : [[name, value] as const])),
  );

/** Messages of problems may quote values of rows: what leaves the process is the code, what it means, and the place. */
const problemLine = ({ problem }: Extract<RunEvent, { type: 'problem' }>): LogLine => {
  const { code, severity, node, place } = problem;
  const { title, fault } = entryOf(code);
  return {
    level: severity === 'error' ? 'error' : 'warn',
    message: `${code} ${title}${node === undefined ? '' : ` in "${node}"`}`,
    attributes: of(
      [a.errorType, code],
      [a.fault, fault],
      [a.severity, severity],
      [a.node, node],
      [a.place, place?.file],
      [a.line, place?.line],
    ),
  };
};

const info = (message: string, attributes: Attributes): LogLine => ({ level: 'info', message, attributes });

/** An event in a sentence; undefined for those that are too many to tell. */
export const logLine = (event: RunEvent): LogLine | undefined => {
  switch (event.type) {
    case 'run_started':
      return info(
        `run of "${event.pipeline}" started`,
        of([a.pipeline, event.pipeline], [a.documentHash, event.documentHash]),
      );
    case 'stage_started':
      return info(`stage ${event.stage} started`, of([a.stage, event.stage], [a.nodes, [...event.nodes]]));
    case 'stage_reused':
      return info(
        `stage ${event.stage} taken over`,
        of([a.stage, event.stage], [a.rows, event.rows], [a.reusedFrom, event.from]),
      );
    case 'stage_finished':
      return info(
        `stage ${event.stage} finished`,
        of(
          [a.stage, event.stage],
          [a.rows, event.rows],
          [a.bytesIn, event.bytesIn],
          [a.bytesOut, event.bytesOut],
          [a.memory, event.memoryBytes],
          [a.spilled, event.spilledBytes],
        ),
      );
    case 'attempt_failed':
      return {
        level: 'warn',
        message: `attempt ${event.attempt} of ${'stage' in event ? `stage ${event.stage}` : event.work} failed`,
        attributes: of(
          [a.stage, 'stage' in event ? event.stage : undefined],
          [a.work, 'work' in event ? event.work : undefined],
          [a.nodes, 'work' in event ? [...event.nodes] : undefined],
          [a.attempt, event.attempt],
          [a.errorType, event.codes.join(' ')],
          [a.fault, event.fault],
        ),
      };
    case 'check_finished':
      return {
        level: event.passed ? 'info' : 'warn',
        message: `check "${event.node}" ${event.passed ? 'passed' : 'did not pass'}`,
        attributes: of([a.node, event.node], [a.passed, event.passed]),
      };
    case 'output_published': {
      const { node, target, rows, bytes } = event.output;
      return info(
        `published "${node}"`,
        of([a.node, node], [a.target, target], [a.rows, rows], [a.bytesOut, bytes]),
      );
    }
    case 'problem':
      return problemLine(event);
    case 'run_finished':
      return {
        level: event.status === 'succeeded' ? 'info' : 'error',
        message: `run ${event.status}`,
        attributes: of([a.status, event.status]),
      };
    default:
      return undefined;
  }
};
