import { basename, dirname, join } from 'node:path';
import type { RunIdentity } from '../kit/storage.js';
import { carryOut } from './carry-out.js';
import type { Context } from './context.js';
import { tidied } from './disk-errors.js';
import { type Journal, journalFile } from './journal.js';
import { nextManifest, versionPath } from './layout.js';
import { manifestText, readManifest, superseded, withPublished } from './manifest.js';
import { removeStages } from './stage.js';
import type { VerifiedOutput } from './staged-output.js';

const journalOf = (
  run: RunIdentity,
  outputs: readonly VerifiedOutput[],
  removed: readonly string[],
  others: Pick<Journal, 'coordinator' | 'participants'>,
): Journal => ({
  version: 1,
  runId: run.runId,
  ...others,
  outputs: outputs.map(({ target, file }) => ({
    node: target.request.node,
    file: basename(file.path),
    target: file.name,
  })),
  superseded: [...removed],
});

/** Makes every folder that will be needed, so that a full disk shows before the decision rather than after. */
const makeFolders = async (
  { disk }: Context,
  store: string,
  runId: string,
  outputs: readonly VerifiedOutput[],
) => {
  await disk.makeFolder({ name: `versions ${basename(store)}`, path: join(store, versionPath(runId, '.')) });
  for (const { target, file } of outputs) {
    const { node } = target.request;
    await disk.makeFolder({ name: `target ${node}`, path: dirname(join(store, file.name)), node });
  }
};

/** Writes down all that will be done in a store: the manifest as it will be, then the journal. */
const writeDown = async (
  context: Context,
  run: RunIdentity,
  store: string,
  outputs: readonly VerifiedOutput[],
  others: Pick<Journal, 'coordinator' | 'participants'>,
): Promise<Journal> => {
  const { disk, clock } = context;
  await makeFolders(context, store, run.runId, outputs);
  const before = await readManifest(store);
  const after = withPublished(before, outputs, run, clock.now().toISOString());
  const journal = journalOf(run, outputs, superseded(before, after), others);
  const name = basename(store);
  await disk.writeWhole(manifestText(after), {
    name: `next manifest ${name}`,
    path: nextManifest(store, run.runId),
  });
  await disk.writeWhole(JSON.stringify(journal), {
    name: `journal ${name}`,
    path: journalFile(store, run.runId),
  });
  return journal;
};

/**
 * Switches all outputs of a run, in stores that are locked; see `journal.ts` for why this is all or nothing.
 * The first store's journal is written last: that is the decision. It is also removed last, as it must outlive
 * the journals that wait for it.
 */
export const switchStores = async (
  context: Context,
  run: RunIdentity,
  stores: readonly string[],
  outputs: readonly VerifiedOutput[],
): Promise<void> => {
  const [coordinator, ...participants] = stores.toSorted();
  const lastToFirst = stores.toSorted().toReversed();
  const journals = new Map<string, Journal>();
  for (const store of lastToFirst) {
    const own = outputs.filter(({ target }) => target.store === store);
    const decides = store === coordinator;
    const others = {
      coordinator: decides ? null : (coordinator ?? null),
      participants: decides ? participants : [],
    };
    journals.set(store, await writeDown(context, run, store, own, others));
  }
  for (const [store, journal] of journals) await carryOut(context.disk, store, journal);
  await tidied(removeStages(context, lastToFirst, run.runId));
};
