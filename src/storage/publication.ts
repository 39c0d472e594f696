import { failure, MillraceError, type Problem, problemsOf } from '../base/errors/index.js';
import type { CountRows, Publication, PublishedOutput, StagedOutput } from '../kit/storage.js';
import { type Claim, checkedTargets, giveUp } from './claim.js';
import type { Context } from './context.js';
import { tidied } from './disk-errors.js';
import { isDecided } from './journal.js';
import { stagedFiles } from './layout.js';
import { readManifest } from './manifest.js';
import { publishedOutput } from './published-output.js';
import { refuseReadMeanwhile } from './read-meanwhile.js';
import { disownStages } from './stage.js';
import { stagedPath } from './staged-files.js';
import { syncStagedNames, type VerifiedOutput, verifiedOutput } from './staged-output.js';
import { unlockAll, withStoresLocked } from './store-locks.js';
import { checkSwitched } from './strangers.js';
import { switchStores } from './switch-stores.js';
import type { Target } from './target.js';

const targetOf = ({ targets }: Claim, node: string): Target => {
  const target = targets.find(({ request }) => request.node === node);
  if (!target) throw new Error(`node "${node}" has claimed no target`);
  return target;
};

const verifyAll = async (
  context: Context,
  claim: Claim,
  outputs: readonly StagedOutput[],
  countRows: CountRows,
) => {
  const { runId } = claim.run;
  for (const { node } of outputs) targetOf(claim, node);
  const verified: VerifiedOutput[] = [];
  for (const target of claim.targets) {
    const output = outputs.find(({ node }) => node === target.request.node);
    if (!output) throw new Error(`node "${target.request.node}" has claimed a target and staged nothing`);
    verified.push(await verifiedOutput(context.disk, runId, target, output, countRows));
  }
  await syncStagedNames(context.disk, runId, claim.targets);
  return verified;
};

const decidedIn = async ({ stores: [coordinator], run }: Claim): Promise<boolean> =>
  coordinator !== undefined && isDecided(coordinator, run.runId);

/** A decided publish cannot be undone. Without an owner the stage belongs to whoever recovers the store next. */
const leaveToRecovery = async (context: Context, { run, stores, locks }: Claim): Promise<void> => {
  try {
    await disownStages(stores, run.runId);
  } finally {
    await unlockAll(context, locks);
  }
};

const completedLater = (item: Problem): Problem => ({
  ...item,
  notes: [
    ...item.notes,
    'the publish was decided before this; the next run that writes to the store completes it',
  ],
  mend: 'Mend the cause, then run again.',
});

/** Ends a claim after a fault, and says so where its outputs will appear all the same. */
const afterFault = async (context: Context, claim: Claim, thrown: unknown): Promise<unknown> => {
  if (!(await decidedIn(claim))) {
    await tidied(giveUp(context, claim));
    return thrown;
  }
  await tidied(leaveToRecovery(context, claim));
  return new MillraceError(problemsOf(thrown).map(completedLater), { cause: thrown });
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

const publishClaim = async (
  context: Context,
  claim: Claim,
  outputs: readonly StagedOutput[],
  countRows: CountRows,
): Promise<readonly PublishedOutput[]> => {
  const { run, stores, locks } = claim;
  const verified = await verifyAll(context, claim, outputs, countRows);
  await withStoresLocked(context, stores, run, async () => {
    await recheck(context, claim, verified);
    await refuseReadMeanwhile(stores, run);
    await switchStores(context, run, stores, verified);
  });
  await tidied(unlockAll(context, locks));
  return verified.map(publishedOutput);
};

/** A claim of what is published; what is left out stays locked until the publish has ended. */
const publishing = (claim: Claim, leftOut: ReadonlySet<string>): Claim => ({
  ...claim,
  targets: claim.targets.filter(({ request }) => !leftOut.has(request.node)),
});

/** The outputs of one run; a fault in `publish` ends it like `abandon` does. */
export const createPublication = (context: Context, claim: Claim): Publication => {
  let ended = false;
  return {
    stagedFile: (node) => stagedPath(targetOf(claim, node), claim.run.runId),
    folders: claim.stores.map((store) => stagedFiles(store, claim.run.runId)),
    publish: async (outputs, countRows, leftOut = new Set()) => {
      if (ended) throw new Error('the publication has ended');
      ended = true;
      try {
        return await publishClaim(context, publishing(claim, leftOut), outputs, countRows);
      } catch (thrown) {
        throw await afterFault(context, claim, thrown);
      }
    },
    abandon: async () => {
      if (ended) return;
      ended = true;
      await giveUp(context, claim);
    },
  };
};
