import { basename, dirname, join } from 'node:path';
import type { RunIdentity } from '../kit/storage.js';
import { carryOut } from './carry-out.js';
import type { Context } from './context.js';
import { tidied } from './disk-errors.js';
import { type Journal, type JournalOutput, journalFile } from './journal.js';
import { newFolder, nextManifest, stagedNameOf, versionPath } from './layout.js';
import { type Manifest, manifestText, readManifest, superseded, withPublished } from './manifest.js';
import { makeNewFolder } from './new-folder.js';
import { removeStages } from './stage.js';
import type { VerifiedOutput } from './staged-output.js';
import { type SwitchedFolder, switchedFolders } from './switched-folders.js';

/** All that a run does to one store. */
interface StoreChange {
  readonly store: string;
  readonly outputs: readonly VerifiedOutput[];
  readonly folders: readonly SwitchedFolder[];
  readonly before: Manifest;
}

const changeOf = async (store: string, all: readonly VerifiedOutput[]): Promise<StoreChange> => {
  const before = await readManifest(store);
  const outputs = all.filter(({ target }) => target.store === store);
  const folders = outputs.flatMap((output) => switchedFolders(output, before));
  return { store, outputs, folders, before };
};

const journalOutputs = ({ outputs, folders }: StoreChange): readonly JournalOutput[] => {
  const numbers = new Map(folders.flatMap(({ files }, number) => files.map(({ name }) => [name, number])));
  return outputs.flatMap(({ target, files }) =>
    files.map(({ path, name }) => {
      const folder = numbers.get(name);
      const output = { node: target.request.node, file: stagedNameOf(path), target: name };
      return folder === undefined ? output : { ...output, folder };
    }),
  );
};

const journalOf = (
  run: RunIdentity,
  change: StoreChange,
  removed: readonly string[],
  others: Pick<Journal, 'coordinator' | 'participants'>,
): Journal => {
  const outputs = journalOutputs(change);
  const isSimple = change.folders.length === 0 && outputs.every(({ file }) => !file.includes('/'));
  return {
    version: isSimple ? 1 : 2,
    runId: run.runId,
    ...others,
    outputs: [...outputs],
    folders: change.folders.map(({ output, target, removed: names }) => ({
      node: output.target.request.node,
      target,
      removed: [...names],
    })),
    superseded: [...removed],
  };
};

/** Makes every folder that will be needed, so that a full disk shows before the decision rather than after. */
const makeFolders = async ({ disk }: Context, runId: string, change: StoreChange): Promise<void> => {
  const { store, outputs, folders } = change;
  const versions = { name: `versions ${basename(store)}`, path: join(store, versionPath(runId, '.')) };
  if (outputs.some(({ files }) => files.length > 0)) await disk.makeFolder(versions);
  const switched = new Set(folders.map(({ output }) => output));
  const parents = new Map<string, string>();
  for (const { output, target } of folders)
    parents.set(dirname(join(store, target)), output.target.request.node);
  for (const output of outputs.filter((each) => !switched.has(each))) {
    for (const { name } of output.files) {
      parents.set(dirname(join(store, name)), output.target.request.node);
    }
  }
  for (const [path, node] of parents) await disk.makeFolder({ name: `target ${node}`, path, node });
  for (const [number, folder] of folders.entries()) await makeNewFolder(disk, store, runId, folder, number);
  const above = { name: `new folders ${basename(store)}`, path: dirname(newFolder(store, runId, 0)) };
  if (folders.length > 0) await disk.syncFolder(above);
};

/** Writes down all that will be done in a store: the manifest as it will be, then the journal. */
const writeDown = async (
  context: Context,
  run: RunIdentity,
  change: StoreChange,
  others: Pick<Journal, 'coordinator' | 'participants'>,
): Promise<Journal> => {
  const { disk, clock } = context;
  const { store, outputs, before } = change;
  await makeFolders(context, run.runId, change);
  const after = withPublished(before, outputs, run, clock.now().toISOString());
  const journal = journalOf(run, change, superseded(before, after), others);
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
    const decides = store === coordinator;
    const others = {
      coordinator: decides ? null : (coordinator ?? null),
      participants: decides ? participants : [],
    };
    journals.set(store, await writeDown(context, run, await changeOf(store, outputs), others));
  }
  for (const [store, journal] of journals) await carryOut(context.disk, store, journal);
  await tidied(removeStages(context, lastToFirst, run.runId));
};
