import { failure } from '../base/errors/index.js';
import type { CountRows, StagedOutput } from '../kit/storage.js';
import { type Claim, checkedTargets } from './claim.js';
import type { Context } from './context.js';
import { isDecided, journalFile } from './journal.js';
import { nextManifest } from './layout.js';
import { readManifest } from './manifest.js';
import { refuseReadMeanwhile } from './read-meanwhile.js';
import { syncStagedNames, type VerifiedOutput, verifiedOutput } from './staged-output.js';
import { withStoresLocked } from './store-locks.js';
import { checkSwitched } from './strangers.js';
import { switchStores } from './switch-stores.js';

/** A publish that may be carried on after a fault. */
export interface Attempts {
  /** Begins, or carries on where the attempt before it had to stop. */
  readonly next: () => Promise<readonly VerifiedOutput[]>;
  /** Whether it was decided: then its outputs appear, be it by the next run. */
  readonly isDecided: () => boolean;
}

const verifyAll = async (
  context: Context,
  { run, targets }: Claim,
  outputs: readonly StagedOutput[],
  countRows: CountRows,
): Promise<readonly VerifiedOutput[]> => {
  const verified: VerifiedOutput[] = [];
  for (const target of targets) {
    const output = outputs.find(({ node }) => node === target.request.node);
    if (!output) throw new Error(`node "${target.request.node}" has claimed a target and staged nothing`);
    verified.push(await verifiedOutput(context.disk, run.runId, target, output, countRows));
  }
  await syncStagedNames(context.disk, run.runId, targets);
  return verified;
};

/**
 * The targets as they are now: still free to write, still where they were when they were locked, and with nothing in
 * them that would go and is not theirs.
 */
const recheck = async (
  context: Context,
  { targets }: Claim,
  outputs: readonly VerifiedOutput[],
): Promise<void> => {
  const now = await checkedTargets(
    context,
    targets.map(({ request }) => request),
  );
  const moved = targets.find(({ path }, index) => now[index]?.path !== path);
  if (moved) {
    const { node, path } = moved.request;
    throw failure('MR3005', `a link on the way to target "${path.text}" was changed during the run`, {
      node,
    });
  }
  for (const output of outputs) await checkSwitched(output, await readManifest(output.target.store));
};

const hasDecided = async ({ stores: [coordinator], run }: Claim): Promise<boolean> =>
  coordinator !== undefined && isDecided(coordinator, run.runId);

/** Takes back what was written down and not decided: to others, journals are what a dead run left, and its stage goes with them. */
const withdraw = async ({ disk }: Context, { stores, run: { runId } }: Claim): Promise<void> => {
  for (const store of stores) {
    await disk.remove({ name: 'journal that was not decided', path: journalFile(store, runId) });
    await disk.remove({ name: 'manifest that was not decided', path: nextManifest(store, runId) });
  }
};

/** How a publish stands after a fault; `lost` where nobody can tell, or what was written down could not be taken back. */
type Standing = 'open' | 'decided' | 'lost';

/**
 * Stands once a fault came while the stores were locked: asked before anybody else may work on them, for whoever comes next
 * completes what is decided, and its journal is gone then.
 */
const standingAfter = async (context: Context, claim: Claim): Promise<Standing> => {
  try {
    if (await hasDecided(claim)) return 'decided';
    await withdraw(context, claim);
    return 'open';
  } catch {
    return 'lost';
  }
};

/**
 * A publish in attempts. Until it is decided, each begins anew from what is staged, and leaves nothing of itself. Once it is,
 * another does what recovery does: steps of which each may be done twice, and none where it has all been done. So nothing is
 * ever published twice, and what was there before stays until the decision.
 */
export const publishAttempts = (
  context: Context,
  claim: Claim,
  outputs: readonly StagedOutput[],
  countRows: CountRows,
): Attempts => {
  const { run, stores } = claim;
  let standing: Standing = 'open';
  let verified: readonly VerifiedOutput[] = [];
  let fault: unknown;
  const switchAll = async (): Promise<void> => {
    await recheck(context, claim, verified);
    await refuseReadMeanwhile(stores, run);
    await switchStores(context, run, stores, verified);
  };
  const begin = async (): Promise<void> => {
    verified = await verifyAll(context, claim, outputs, countRows);
    await withStoresLocked(context, stores, run, () =>
      switchAll().catch(async (thrown: unknown) => {
        fault = thrown;
        standing = await standingAfter(context, claim);
        throw thrown;
      }),
    );
  };
  return {
    isDecided: () => standing === 'decided',
    next: async () => {
      if (standing === 'lost') throw fault;
      // Whoever locks a store first finishes what was decided in it.
      if (standing === 'decided') await withStoresLocked(context, stores, run, async () => undefined);
      else await begin();
      return verified;
    },
  };
};
