import { applyRules, hiddenColumns, keepAll, pruneNodes, toStages } from '../../planner/index.js';
import { aboutDocument, aboutRun, revealing } from '../audit/about.js';
import { audited } from '../audit/audited.js';
import { prepare } from '../check/prepare.js';
import type { Prepared } from '../check/prepared.js';
import { type KeptPools, keptPools } from '../code/kept-pools.js';
import { runStore } from '../run/folder.js';
import type { RunOptions } from '../run/options.js';
import { begin } from '../run/run-pipeline.js';
import type { Wiring } from '../wiring.js';
import { conduct } from './conduct.js';
import type { Hidden } from './hidden.js';
import { namesOf } from './names.js';
import { createSession, type DebugSession } from './session.js';

/** How a pipeline is debugged. */
export interface DebugOptions extends Omit<RunOptions, 'threads'> {
  /** Whether values of classified columns are shown as they are. */
  readonly reveal?: boolean;
  /** Whether the nodes are those of the plan as `run` has it: filters moved, columns that nothing needs left out. */
  readonly asPlanned?: boolean;
}

/** Each node on its own, in the document's order and with all of its columns; or in that of the plan as `run` has it. */
const unfused = (prepared: Prepared, asPlanned: boolean): Prepared => {
  const { plan, applied } = asPlanned ? prepared : applyRules(prepared.logical, [pruneNodes]);
  const physical = { ...toStages(plan, keepAll), keepOrder: true };
  return { ...prepared, plan, applied, physical };
};

const classified = (hidden: Hidden): readonly string[] =>
  [...hidden].flatMap(([node, columns]) => [...columns].map((column) => `${node}.${column}`));

/**
 * Starts a run that goes on one node at a time, as it is told to. It publishes and is kept on record as any run; it must
 * be closed, which ends it where it stands.
 *
 * Throws a `MillraceError` for a document that does not hold or whose sources cannot be read.
 */
export const openDebugSession = async (
  wiring: Wiring,
  file: string,
  options: DebugOptions = {},
): Promise<DebugSession> => {
  const kept = keptPools(wiring);
  return openWith(kept, file, options).catch(async (thrown: unknown) => {
    await kept.close();
    throw thrown;
  });
};

const openWith = async (
  { wiring, close }: KeptPools,
  file: string,
  { reveal = false, asPlanned = false, ...options }: DebugOptions,
): Promise<DebugSession> => {
  const beginning = begin(wiring);
  const { runDir, signal } = options;
  const whole = await prepare(wiring, file, { ...options, threads: 1 }, { ...beginning, runDir, signal });
  try {
    const release = (): Promise<void> => whole.release().finally(close);
    const prepared = { ...unfused(whole, asPlanned), release };
    await audited(wiring, aboutDocument('rows.debug', file), async () => undefined);
    const conducted = await conduct(wiring, prepared, beginning, options);
    const hidden = hiddenColumns(prepared.plan);
    const columns = classified(hidden);
    if (reveal && columns.length > 0) {
      const what = revealing(aboutRun('values.reveal', beginning.runId, runDir), columns);
      await audited(wiring, what, async () => undefined);
      const at = wiring.clock.now().toISOString();
      await runStore(wiring, runDir).reveal(beginning.runId, { at, by: 'millrace debug', columns });
    }
    return createSession({
      wiring,
      prepared,
      conducted,
      names: namesOf(prepared.plan),
      hidden: reveal ? new Map() : hidden,
      runId: beginning.runId,
    });
  } catch (thrown) {
    await whole.release();
    throw thrown;
  }
};
