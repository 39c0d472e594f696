import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createFolderStorage } from './index.js';
import { soundRuns } from './testing/crash-checks.js';
import { treeOf } from './testing/folder-tree.js';
import { problemOf } from './testing/problem-of.js';
import { folderTarget, publishTexts } from './testing/publish-text.js';
import { removeFolder, temporaryFolder } from './testing/temporary-folder.js';

/** What each partition of the folder holds, and whether a stranger put a file there. */
type Model = Readonly<Record<string, { readonly rows: readonly string[]; readonly strange?: boolean }>>;

interface Run {
  readonly kind: 'run';
  readonly mode: 'replace' | 'append' | 'replace_partitions' | 'error';
  readonly partitions: readonly string[];
}

interface Stranger {
  readonly kind: 'stranger';
  readonly partition: string;
}

const partition = fc.constantFrom('a', 'b', 'c');
const step: fc.Arbitrary<Run | Stranger> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant('run' as const),
      mode: fc.constantFrom(
        'replace' as const,
        'append' as const,
        'replace_partitions' as const,
        'error' as const,
      ),
      partitions: fc.uniqueArray(partition, { maxLength: 3 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('stranger' as const), partition }) },
);

const written = (runId: string, partitions: readonly string[]): Model =>
  Object.fromEntries(partitions.map((name) => [name, { rows: [runId] }]));

/** The code of the refusal, or the folder as it is after the run. */
const expected = (model: Model, { mode, partitions }: Run, runId: string): Model | string => {
  const strange = (names: readonly string[]): boolean => names.some((name) => model[name]?.strange);
  const added = written(runId, partitions);
  if (mode === 'replace') return strange(Object.keys(model)) ? 'MR3017' : added;
  if (mode === 'error') return Object.keys(model).length > 0 ? 'MR3010' : added;
  if (mode === 'replace_partitions') return strange(partitions) ? 'MR3017' : { ...model, ...added };
  const rows = (name: string) => [...(model[name]?.rows ?? []), runId];
  const together = partitions.map((name) => [name, { ...model[name], rows: rows(name) }] as const);
  return { ...model, ...Object.fromEntries(together) };
};

const treeFor = (model: Model) =>
  Object.fromEntries(
    Object.entries(model).map(([name, { rows, strange }]) => [
      `p=${name}`,
      [...rows, ...(strange ? ['mine'] : [])].toSorted(),
    ]),
  );

const publish = (folder: string, { mode, partitions }: Run, runId: string) => {
  const text = Object.fromEntries(partitions.map((name) => [`p=${name}/part-0.csv`, `${runId}\n`]));
  const asked = folderTarget('out', 'gold://out/', mode, ['p']);
  return publishTexts(createFolderStorage({ stores: { gold: folder } }), runId, [{ target: asked, text }]);
};

const addStranger = async (folder: string, name: string): Promise<void> => {
  await mkdir(join(folder, 'out', `p=${name}`), { recursive: true });
  await writeFile(join(folder, 'out', `p=${name}`, 'mine.csv'), 'mine\n');
};

const after = async (folder: string, model: Model, next: Run | Stranger, runId: string): Promise<Model> => {
  if (next.kind === 'stranger') {
    await addStranger(folder, next.partition);
    return { ...model, [next.partition]: { rows: [], ...model[next.partition], strange: true } };
  }
  const should = expected(model, next, runId);
  if (typeof should !== 'string') {
    await publish(folder, next, runId);
    return should;
  }
  expect((await problemOf(publish(folder, next, runId))).code).toBe(should);
  return model;
};

test('after any runs a folder holds what a model of it holds, and its manifest is sound', {
  timeout: 120_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 8 }), async (steps) => {
      const folder = await temporaryFolder();
      let model: Model = {};
      for (const [index, next] of steps.entries()) {
        model = await after(folder, model, next, `r${index}`);
        expect((await treeOf(join(folder, 'out'))) ?? {}).toEqual(treeFor(model));
      }
      await soundRuns(folder);
      await removeFolder(folder);
    }),
    { numRuns: 60, seed: 7 },
  );
});
