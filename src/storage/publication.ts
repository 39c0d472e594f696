import { MillraceError, type Problem, problemsOf } from '../base/errors/index.js';
import type { CountRows, Publication, PublishedOutput, Repeat, StagedOutput } from '../kit/storage.js';
import { type Claim, giveUp } from './claim.js';
import type { Context } from './context.js';
import { tidied } from './disk-errors.js';
import { isDecided } from './journal.js';
import { stagedFiles } from './layout.js';
import { publishAttempts } from './publish-attempt.js';
import { publishedOutput } from './published-output.js';
import { disownStages } from './stage.js';
import { stagedPath } from './staged-files.js';
import { unlockAll } from './store-locks.js';
import type { Target } from './target.js';

const targetOf = ({ targets }: Claim, node: string): Target => {
  const target = targets.find(({ request }) => request.node === node);
  if (!target) throw new Error(`node "${node}" has claimed no target`);
  return target;
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
const afterFault = async (
  context: Context,
  claim: Claim,
  wasDecided: boolean,
  thrown: unknown,
): Promise<unknown> => {
  if (!wasDecided && !(await decidedIn(claim))) {
    await tidied(giveUp(context, claim));
    return thrown;
  }
  await tidied(leaveToRecovery(context, claim));
  return new MillraceError(problemsOf(thrown).map(completedLater), { cause: thrown });
};

/** Does it once: what a fault stopped stays stopped. */
const once: Repeat = (attempt) => attempt();

const publishClaim = async (
  context: Context,
  claim: Claim,
  outputs: readonly StagedOutput[],
  countRows: CountRows,
  repeat: Repeat,
): Promise<readonly PublishedOutput[]> => {
  const attempts = publishAttempts(context, claim, outputs, countRows);
  try {
    for (const { node } of outputs) targetOf(claim, node);
    const verified = await repeat(attempts.next);
    await tidied(unlockAll(context, claim.locks));
    return verified.map(publishedOutput);
  } catch (thrown) {
    throw await afterFault(context, claim, attempts.isDecided(), thrown);
  }
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
    publish: async (outputs, countRows, leftOut = new Set(), repeat = once) => {
      if (ended) throw new Error('the publication has ended');
      ended = true;
      return publishClaim(context, publishing(claim, leftOut), outputs, countRows, repeat);
    },
    abandon: async () => {
      if (ended) return;
      ended = true;
      await giveUp(context, claim);
    },
  };
};
