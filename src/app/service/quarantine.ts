import type { SeesColumns } from '../quarantine/granted.js';
import { readQuarantine } from '../quarantine/read.js';
import type { NodeQuarantine } from '../quarantine/rows.js';
import type { ServiceParts } from './parts.js';

/** Bad rows of a run, by node, at most so many of each, as whoever asks sees their columns. Throws MR3014, MR6004. */
export type ReadQuarantine = (
  runId: string,
  node: string | undefined,
  limit: number,
  sees: SeesColumns,
) => Promise<readonly NodeQuarantine[]>;

export const createReadQuarantine =
  ({ wiring, runDir }: ServiceParts): ReadQuarantine =>
  async (runId, node, limit, sees) => {
    const chosen = node === undefined ? {} : { node };
    return (await readQuarantine(wiring, runId, { runDir, limit, reveal: false, sees, ...chosen })).nodes;
  };
