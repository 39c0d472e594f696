import { stat } from 'node:fs/promises';
import { problem } from '../base/errors/index.js';
import { shown } from '../gateway/inspect/agree.js';
import type { Inspection, InspectionTask } from '../gateway/inspection.js';
import { checksum } from '../storage/checksum.js';
import { isPastLimits, type ProcessLimits, runIsolated } from '../workers/index.js';

/** Bytes that the process of an inspection may hold: text and archives pass in pieces, a spreadsheet is held whole. */
const MEMORY = 1_500_000_000;

/** Bytes of content that are surely examined within a second: the slowest parsers pass ten times as many. */
const BYTES_A_SECOND = 2_000_000;

const SECONDS = 60;

const limitsFor = async ({ path, archives }: InspectionTask, most: number): Promise<ProcessLimits> => {
  const { size } = await stat(path);
  // What is packed unpacks to so much at most, and all of it is examined.
  const bytes = Math.max(size, Math.min(archives.bytes, size * archives.ratio));
  return {
    memory: Math.floor(Math.min(MEMORY, most)),
    seconds: SECONDS + Math.ceil(bytes / BYTES_A_SECOND),
  };
};

/**
 * Inspects a file in a process of its own. One that comes to its limits is a problem of the file (MR8230); the process's own
 * faults are thrown.
 *
 * @param most bytes of memory that there are for it
 */
export const inspectWithin = async (
  program: URL,
  most: number,
  task: InspectionTask,
  signal?: AbortSignal,
): Promise<Inspection> => {
  const limits = await limitsFor(task, most);
  try {
    return (await runIsolated(program, task, `"${shown(task.clientName)}"`, limits, signal)) as Inspection;
  } catch (thrown) {
    if (!isPastLimits(thrown)) throw thrown;
    const why = thrown.problems[0]?.message ?? 'it came to its limits';
    const { sha256 } = await checksum(task.path);
    return { problems: [problem('MR8230', `${why}, and could not be examined`)], sha256 };
  }
};
