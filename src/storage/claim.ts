import { basename } from 'node:path';
import { failure, MillraceError, problemsOf } from '../base/errors/index.js';
import type { RunIdentity, TargetRequest } from '../kit/storage.js';
import type { Context } from './context.js';
import { isThere } from './data-file.js';
import { guarded, tidied } from './disk-errors.js';
import { stageFolder, targetLock } from './layout.js';
import { tryLock } from './lock.js';
import { heldFailure, newRecord } from './lock-record.js';
import { readManifest } from './manifest.js';
import { makeStage, removeStages } from './stage.js';
import { type HeldLock, unlockAll, withStoresLocked } from './store-locks.js';
import { isInside } from './store-path.js';
import { checkFolder } from './strangers.js';
import { checkedTarget, type Target } from './target.js';

/** The targets of one run, locked, with a stage in each of their stores. */
export interface Claim {
  readonly run: RunIdentity;
  readonly targets: readonly Target[];
  readonly locks: readonly HeldLock[];
  /** Folders of the stores. */
  readonly stores: readonly string[];
}

/** Checks all targets, and reports what is wrong with any of them at once. */
export const checkedTargets = async (
  context: Context,
  requests: readonly TargetRequest[],
): Promise<readonly Target[]> => {
  const results = await Promise.allSettled(requests.map((request) => checkedTarget(context.stores, request)));
  const problems = results.flatMap((result) =>
    result.status === 'rejected' ? problemsOf(result.reason) : [],
  );
  if (problems.length > 0) throw new MillraceError(problems);
  return results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
};

const inside = (a: Target, b: Target): boolean => a.name.endsWith('/') && isInside(a.path, b.path);

/** Links and store names may lead two targets to one place, which the document alone does not show. */
const refuseOverlaps = (targets: readonly Target[]): void => {
  for (const [index, target] of targets.entries()) {
    const { path, request } = target;
    const other = targets
      .slice(0, index)
      .find((each) => each.path === path || inside(each, target) || inside(target, each));
    if (!other) continue;
    const what = other.path === path ? 'both write' : 'write one inside the other:';
    throw failure('MR2006', `nodes "${other.request.node}" and "${request.node}" ${what} ${path}`, {
      node: request.node,
    });
  }
};

const lockTarget = async (context: Context, target: Target, run: RunIdentity): Promise<HeldLock> => {
  const { node, path: asked } = target.request;
  const path = targetLock(target.store, target.name.replace(/\/$/, ''));
  const record = newRecord(run, asked.text, context.clock.now());
  const name = `lock target ${node}`;
  const holder = await context.disk.step({ name, path, node }, () => tryLock(path, record));
  if (holder) throw heldFailure(`target "${asked.text}"`, holder, node);
  return { path, record };
};

const refuseSecondStage = async (store: string, { runId }: RunIdentity): Promise<void> => {
  const path = stageFolder(store, runId);
  const taken = await guarded({ doing: 'look for the stage', path }, () => isThere(path));
  if (taken) throw failure('MR3009', `run ${runId} has a publication open already in ${store}`);
};

/** Removes the stages of a run, then gives its targets free: nobody gets a target whose stage is still there. */
export const giveUp = async (context: Context, { run, stores, locks }: Claim): Promise<void> => {
  try {
    await removeStages(context, stores, run.runId);
  } finally {
    await unlockAll(context, locks);
  }
};

/** All or none: what was taken before something failed is given back. */
const takeAll = async (
  context: Context,
  targets: readonly Target[],
  stores: readonly string[],
  run: RunIdentity,
): Promise<Claim> => {
  for (const store of stores) await refuseSecondStage(store, run);
  const locks: HeldLock[] = [];
  const claim: Claim = { run, targets, stores, locks };
  try {
    for (const target of targets) locks.push(await lockTarget(context, target, run));
    for (const store of stores) await makeStage(context, store, run);
    return claim;
  } catch (thrown) {
    await tidied(giveUp(context, claim));
    throw thrown;
  }
};

/** Only a store that was recovered tells what is in its folders: a killed run may have left more than it published. */
const checkFolders = async (store: string, targets: readonly Target[]): Promise<void> => {
  const manifest = await readManifest(store);
  for (const target of targets.filter((each) => each.store === store)) await checkFolder(target, manifest);
};

/**
 * Locks every target and makes the stages, in stores that are whole; see `Storage.claim`.
 *
 * @throws MR3009 where another run holds a target, MR2006 where two targets overlap, MR3012 for a damaged manifest,
 * MR3017 or MR3018 for a folder that cannot be written in that mode.
 */
export const claimTargets = async (
  context: Context,
  requests: readonly TargetRequest[],
  run: RunIdentity,
): Promise<Claim> => {
  const wanted = await checkedTargets(context, requests);
  refuseOverlaps(wanted);
  const stores = [...new Set(wanted.map(({ store }) => store))].toSorted();
  for (const path of stores) await context.disk.makeFolder({ name: `store ${basename(path)}`, path });
  return withStoresLocked(context, stores, run, async () => {
    const targets = await checkedTargets(context, requests);
    for (const store of stores) await checkFolders(store, targets);
    return takeAll(context, targets, stores, run);
  });
};
