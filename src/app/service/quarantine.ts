import { readQuarantine } from '../quarantine/read.js';
import type { NodeQuarantine } from '../quarantine/rows.js';
import type { ServiceParts } from './parts.js';

/** Bad rows of a run, by node, at most so many of each; values of classified columns are masked. Throws MR3014, MR6004. */
export type ReadQuarantine = (
  runId: string,
  node: string | undefined,
  limit: number,
) => Promise<readonly NodeQuarantine[]>;

export const createReadQuarantine =
  ({ wiring, runDir }: ServiceParts): ReadQuarantine =>
  async (runId, node, limit) => {
    const chosen = node === undefined ? {} : { node };
    return (await readQuarantine(wiring, runId, { runDir, limit, reveal: false, ...chosen })).nodes;
  };
