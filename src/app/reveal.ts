import type { RunRecord, RunStore } from '../kit/index.js';
import { aboutPipeline, revealing } from './audit/about.js';
import { audited } from './audit/audited.js';
import { runStore } from './run/folder.js';
import type { Wiring } from './wiring.js';

/** The newest run of a pipeline that has ended and whose record is there. */
const newestRun = async (store: RunStore, pipeline: string): Promise<RunRecord | undefined> => {
  for (const { runId, pipeline: name } of await store.list()) {
    const record = name === pipeline ? await store.read(runId).catch(() => undefined) : undefined;
    if (record) return record;
  }
  return undefined;
};

/**
 * Keeps that a profile or a trace shows classified values, before it does: with the newest run of the pipeline, where `runs` tells of it
 * beside what was shown of quarantine. Without a run there is no place for it, and nothing of the pipeline was kept yet.
 *
 * @param columns `node.column`, each
 * @param by the command
 * @throws MR3013 where it cannot be written; then nothing is to be shown.
 */
export const recordReveal = async (
  wiring: Wiring,
  pipeline: string,
  columns: readonly string[],
  runDir: string | undefined,
  by = 'millrace profile',
): Promise<void> => {
  if (columns.length === 0) return;
  await audited(
    wiring,
    revealing(aboutPipeline('values.reveal', pipeline, runDir), columns),
    async () => undefined,
  );
  const store = runStore(wiring, runDir);
  const run = await newestRun(store, pipeline);
  if (!run) return;
  await store.reveal(run.runId, { at: wiring.clock.now().toISOString(), by, columns });
};
