import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isError, MillraceError } from '../base/errors/index.js';
import { runId as newRunId } from '../base/ids.js';
import type { StageRecord } from '../kit/index.js';
import { runIdentity } from './check/identity.js';
import type { Prepared } from './check/prepared.js';
import { execute, type Gathering } from './run/execute.js';
import type { Wiring } from './wiring.js';

const nothing = (): void => undefined;

const measure = async (
  wiring: Wiring,
  prepared: Prepared,
  run: { readonly runId: string; readonly folder: string; readonly signal: AbortSignal },
): Promise<Gathering> => {
  const { storage, targets } = prepared;
  const gathering: Gathering = {
    stages: [],
    checks: [],
    contracts: [],
    ports: [],
    merges: [],
    outputs: [],
    samples: [],
    givenUp: [],
    problems: [],
    decisions: [],
  };
  const publication = await storage.claim(targets, runIdentity(prepared, run.runId));
  try {
    await execute({ wiring, prepared, publication, ...run, emit: nothing, rehearses: true }, gathering);
    return gathering;
  } finally {
    await publication.abandon();
  }
};

/**
 * Runs the stages of a document to see what each takes, up to a check that fails. Nothing is published and no run is
 * recorded; outputs are staged and thrown away.
 *
 * @throws what a run would fail with, except failed checks
 */
export const analyze = async (
  wiring: Wiring,
  prepared: Prepared,
  signal: AbortSignal = new AbortController().signal,
): Promise<readonly StageRecord[]> => {
  const folder = await mkdtemp(join(tmpdir(), 'millrace-analyze-'));
  try {
    const { stages, problems } = await measure(wiring, prepared, {
      runId: newRunId(wiring.clock),
      folder,
      signal,
    });
    const failed = problems.filter((item) => isError(item) && item.code !== 'MR4011');
    if (failed.length > 0) throw new MillraceError(failed);
    return stages;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};
