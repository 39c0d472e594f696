import { chmod, chown, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sound } from '../support/document.js';
import { mayMount, mountSmall, remount } from '../support/mount.js';
import { millraceProcess } from '../support/process.js';
import { type Project, project } from '../support/project.js';
import { expectRefused, publishedOnce } from '../support/refusal.js';

const NOBODY = 65_534;
const isRoot = process.getuid?.() === 0;

const ownAll = async (folder: string, uid: number): Promise<void> => {
  const names = await readdir(folder, { recursive: true });
  for (const name of ['.', ...names]) await chown(join(folder, name), uid, uid);
};

/** A project of a user who is not root, with something published. */
const ofNobody = async (): Promise<Project> => {
  const at = await project(sound);
  await publishedOnce(at);
  await ownAll(at.folder, NOBODY);
  return at;
};

const asNobody = (at: Project, words: readonly string[]) => millraceProcess(at, words, { uid: NOBODY });

/** No permission stops root; as root the command runs as another user, whom this process can become. */
describe.skipIf(!isRoot)('without permission (needs root, to become another user)', () => {
  it.each([
    ['an input', 'data/in.csv'],
    ['the folder of the inputs', 'data'],
    ['the store of the output', 'out'],
    ["the store's manifest", 'out/.millrace/manifest.json'],
    ['the stages of the store', 'out/.millrace'],
    ['the document', 'pipeline.yaml'],
  ])('for %s a run is refused with MR3006; the old output stays', async (_what, name) => {
    const at = await ofNobody();
    await chown(at.path(name), 0, 0);
    await chmod(at.path(name), 0o000);
    const { err } = await expectRefused(at, { exit: 1, code: 'MR3006' }, ['run', 'pipeline.yaml'], asNobody);
    expect(err).toContain(name.split('/')[0]);
  });

  it('for the run folder a run is refused before it starts', async () => {
    const at = await ofNobody();
    await chown(at.path('.millrace/runs'), 0, 0);
    await expectRefused(at, { exit: 1, code: 'MR3013' }, ['run', 'pipeline.yaml'], asNobody);
  });

  it('a report cannot be written', async () => {
    const at = await ofNobody();
    const words = ['report', 'latest', '-o', '/etc/report.html'];
    const { err } = await expectRefused(at, { exit: 1, code: 'MR3016' }, words, asNobody);
    expect(err).toContain('permission denied');
  });

  it('a project cannot be made', async () => {
    const at = await ofNobody();
    await expectRefused(at, { exit: 1, code: 'MR3016' }, ['init', '/etc/millrace-test'], asNobody);
  });
});

describe.skipIf(!mayMount)('on a read-only disk (needs to mount a file system)', () => {
  it('nothing is published, and the old output stays', async () => {
    const at = await project(sound);
    mountSmall(at.path('out'), 'size=4m');
    await publishedOnce(at);
    remount(at.path('out'), 'ro');
    await expectRefused(at, { exit: 1, code: 'MR3006' });
  });
});
