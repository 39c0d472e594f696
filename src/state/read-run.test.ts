import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { MillraceError } from '../base/errors/index.js';
import type { RunStore } from '../kit/state.js';
import { createFolderRunStore } from './index.js';
import { freshFolder } from './testing/folders.js';
import { entryOf, recordOf } from './testing/runs.js';

const ids = ['20260101t100000000z-aaaa0000', '20260101t110000000z-bbbb0000', '20260202t100000000z-cccc0000'];

const folderWithRuns = async () => {
  const folder = await freshFolder();
  const store = createFolderRunStore(folder);
  for (const [number, id] of ids.entries()) {
    const log = await store.start(entryOf(id, `2026-01-0${number + 1}T00:00:00.000Z`));
    await log.finish(recordOf(id));
  }
  return { folder, store };
};

const problemOf = async (store: RunStore, id: string) => {
  const error: unknown = await store.read(id).catch((thrown: unknown) => thrown);
  if (!(error instanceof MillraceError) || !error.problems[0]) throw new Error(`no problem for ${id}`);
  return error.problems[0];
};

describe('reading a run', () => {
  it('takes a whole id, a beginning that fits one run, and `latest`', async () => {
    const { store } = await folderWithRuns();
    expect((await store.read('20260101t100000000z-aaaa0000')).runId).toBe(ids[0]);
    expect((await store.read('20260101t11')).runId).toBe(ids[1]);
    expect((await store.read('202602')).runId).toBe(ids[2]);
    expect((await store.read('latest')).runId).toBe(ids[2]);
  });

  it('takes for `latest` the newest run that has ended', async () => {
    const { store } = await folderWithRuns();
    await store.start(entryOf('20260303t000000000z-dddd0000', '2026-03-03T00:00:00.000Z'));
    expect((await store.read('latest')).runId).toBe(ids[2]);
  });

  it('finds a whole id even where the index is lost', async () => {
    const { folder, store } = await folderWithRuns();
    await rm(join(folder, 'runs', 'index.ndjson'));
    expect((await store.read(ids[0] ?? '')).runId).toBe(ids[0]);
  });

  it('names the runs that an ambiguous beginning fits', async () => {
    const { store } = await folderWithRuns();
    const { code, message, notes } = await problemOf(store, '20260101');
    expect([code, message]).toEqual(['MR3014', '"20260101" is ambiguous: 2 runs begin with it']);
    expect(notes).toEqual([`${ids[1]}  late-flights  succeeded`, `${ids[0]}  late-flights  succeeded`]);
  });

  it('names a run that is near, or else the newest', async () => {
    const { store } = await folderWithRuns();
    const near = await problemOf(store, '20260101t100000000z-aaaa0001');
    expect([near.code, near.notes]).toEqual(['MR3014', [`did you mean "${ids[0]}"?`]]);
    const far = await problemOf(store, 'nothing-like-it');
    expect([far.code, far.notes[0], far.notes.length]).toEqual(['MR3014', 'the newest runs:', 4]);
  });

  it('says so where there are no runs', async () => {
    const store = createFolderRunStore(await freshFolder());
    expect(await problemOf(store, 'latest')).toMatchObject({
      code: 'MR3014',
      message: 'there is no run that has ended',
    });
    for (const id of ['x', '', '../../etc'])
      expect(await problemOf(store, id)).toMatchObject({ code: 'MR3014', notes: ['there are no runs yet'] });
  });

  it('refuses a damaged record and leaves the others readable', async () => {
    const { folder, store } = await folderWithRuns();
    const file = join(folder, 'runs', ids[0] ?? '', 'run.json');
    const text = await readFile(file, 'utf8');
    const damages = {
      [text.slice(0, 200)]: /is damaged: /,
      '': /is damaged: /,
      '[]': /is damaged: it is not an object/,
      [text.replace('"version": 1', '"version": 2')]: /its version is 2, not 1/,
      [text.replace('"checks": []', '"checks": {}')]: /"checks" is missing or of another form/,
      [text.replaceAll('aaaa0000', 'aaaa9999')]: /it is the record of "20260101t100000000z-aaaa9999"/,
    };
    for (const [damaged, message] of Object.entries(damages)) {
      await writeFile(file, damaged);
      expect(await problemOf(store, ids[0] ?? '')).toMatchObject({
        code: 'MR3015',
        message: expect.stringMatching(message),
      });
    }
    expect((await store.read('latest')).runId).toBe(ids[2]);
  });

  it('tells a record that is gone from one that is not written yet', async () => {
    const { folder, store } = await folderWithRuns();
    await rm(join(folder, 'runs', ids[0] ?? ''), { recursive: true });
    expect((await problemOf(store, ids[0] ?? '')).message).toBe(`the record of run "${ids[0]}" is gone`);
    await store.start(entryOf('now'));
    expect(await problemOf(store, 'now')).toMatchObject({
      code: 'MR3015',
      message: 'run "now" is still running and has no record yet',
    });
  });
});
