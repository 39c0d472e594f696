import { thisProcess } from '../base/lock/index.js';
import type { RunIndexEntry, RunRecord } from '../kit/record.js';
import { isRunId } from './places.js';

/** A line stays short, so that one write call takes it whole. */
const MAX_TEXT = 1000;

const short = (text: string): string => text.slice(0, MAX_TEXT);

const common = ({ runId, pipeline, documentFile, startedAt, replays }: RunIndexEntry) => ({
  runId,
  pipeline: short(pipeline),
  documentFile: short(documentFile),
  startedAt,
  ...(replays === undefined ? {} : { replays }),
});

/** The line that says that a run has begun, and which process to look for. */
export const startLine = (entry: RunIndexEntry): RunIndexEntry => ({
  ...common(entry),
  status: 'running',
  process: thisProcess(),
});

/** What a record adds to what the start said. It says everything again: the start line may be torn. */
export const endLine = (entry: RunIndexEntry, record: RunRecord): RunIndexEntry => ({
  ...common(entry),
  status: record.status,
  finishedAt: record.finishedAt,
  seconds: record.seconds,
  rowsPublished: record.outputs.reduce((sum, { rows }) => sum + rows, 0),
});

const statuses: ReadonlySet<unknown> = new Set(['running', 'succeeded', 'failed', 'stopped', 'interrupted']);

const isEntry = (value: unknown): value is RunIndexEntry => {
  if (typeof value !== 'object' || value === null) return false;
  const { runId, pipeline, documentFile, startedAt, status } = value as Partial<RunIndexEntry>;
  const texts = [runId, pipeline, documentFile, startedAt].every((text) => typeof text === 'string');
  return texts && statuses.has(status) && isRunId(runId ?? '');
};

/** One line of the index, or undefined where it is torn. */
export const parseLine = (line: string): RunIndexEntry | undefined => {
  try {
    const value: unknown = JSON.parse(line);
    return isEntry(value) ? value : undefined;
  } catch {
    return undefined;
  }
};
