import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openStateStore } from '../../src/state/open-state-store.js';
import { freshFolder } from '../../src/state/testing/folders.js';
import { opened, withStore } from '../../src/state/testing/subject.js';
import { mayMount, mountSmall } from '../support/mount.js';

/** Mounting needs root. */
describe.skipIf(!mayMount)('a disk that is full (needs to mount a small file system)', () => {
  it('is told; what was told to be written is there, and there is room for more once there is space', async () => {
    const folder = await freshFolder();
    mountSmall(folder, 'size=64m');
    const place = { kind: 'pglite' as const, folder: join(folder, 'database') };
    const store = await opened(place);
    const filler = join(folder, 'filler');
    await writeFile(filler, Buffer.alloc(100_000_000)).catch(() => undefined);
    let made = 0;
    const fill = async (): Promise<void> => {
      for (; made < 5000; made += 1) await store.values.set(`k${made}`, 'x'.repeat(4000));
    };
    await expect(fill()).rejects.toThrow('[MR7103]');
    await rm(filler);
    expect(await store.values.set('after', 1)).toMatchObject({ kind: 'written' });
    await store.close();
    const { values } = await opened(place);
    expect(await values.keys('k')).toHaveLength(made);
    expect(await values.get('after')).toEqual({ value: 1, version: 1 });
  });
});

describe('a folder that is no database', () => {
  it('is told, and not held', async () => {
    const folder = join(await freshFolder(), 'database');
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'PG_VERSION'), '99\n');
    const place = { kind: 'pglite' as const, folder };
    const said = `[MR7109] the database in "${folder}" cannot be used`;
    await expect(openStateStore(place)).rejects.toThrow(said);
    await rm(folder, { recursive: true });
    expect(await withStore(place, ({ values }) => values.keys())).toEqual([]);
  });
});
