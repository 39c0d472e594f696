import { execFile } from 'node:child_process';
import { chmod, mkdir, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { WriteMode } from '../kit/storage.js';
import { createFolderStorage, type Failpoint, readManifest } from './index.js';
import { asNobody } from './testing/as-nobody.js';
import { expectNothingLeft, soundRuns } from './testing/crash-checks.js';
import { treeOf } from './testing/folder-tree.js';
import { cannotMount, mounted, unmounted } from './testing/mounted.js';
import { problemOf } from './testing/problem-of.js';
import { folderTarget, publishStaged, publishTexts, run, storePath, target } from './testing/publish-text.js';
import { removeFolder, temporaryFolder, writeFiles } from './testing/temporary-folder.js';

let folder = '';
let gold = '';

beforeEach(async () => {
  folder = await temporaryFolder();
  gold = join(folder, 'gold');
});

afterEach(() => removeFolder(folder));

const storage = (failpoint?: Failpoint) =>
  createFolderStorage({ stores: { gold }, ...(failpoint ? { failpoint } : {}) });

/** The rows of each partition: `{ a: 'x' }` is one file with one row in `p=a`. */
const partitions = (rows: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(rows).map(([value, text]) => [`p=${value}/part-0.csv`, `${text}\n`]));

const publish = (
  runId: string,
  mode: WriteMode,
  rows: Readonly<Record<string, string>>,
  failpoint?: Failpoint,
) =>
  publishTexts(storage(failpoint), runId, [
    { target: folderTarget('out', 'gold://out/', mode, ['p']), text: partitions(rows) },
  ]);

const tree = () => treeOf(join(gold, 'out'));
const names = async () => (await readdir(join(gold, 'out'), { recursive: true })).toSorted();

describe('a folder is written', () => {
  test('with all its files named by run, node and number, and the record tells of them together', async () => {
    const text = {
      'p=a/part-0.csv': 'x\n',
      'p=a/part-10.csv': 'z\n',
      'p=a/part-9.csv': 'y\n',
      'p=b/part-0.csv': '',
    };
    const [published] = await publishTexts(storage(), 'r1', [
      { target: folderTarget('out', 'gold://out/', 'replace', ['p']), text },
    ]);
    expect(await names()).toEqual([
      'p=a',
      'p=a/part-r1-out-00000.csv',
      'p=a/part-r1-out-00001.csv',
      'p=a/part-r1-out-00002.csv',
      'p=b',
      'p=b/part-r1-out-00000.csv',
    ]);
    expect(await readFile(join(gold, 'out/p=a/part-r1-out-00001.csv'), 'utf8')).toBe('y\n');
    expect(published).toMatchObject({ target: 'gold://out/', rows: 3, bytes: 6, files: 4, partitions: 2 });
  });

  test('with a checksum that `sha256sum` gives as well', async () => {
    const [published] = await publish('r1', 'replace', { b: 'x', a: 'y' });
    const command = 'find . -type f | sed s,^./,, | LC_ALL=C sort | xargs sha256sum | sha256sum';
    const { stdout } = await promisify(execFile)('sh', ['-c', command], { cwd: join(gold, 'out') });
    expect(published?.sha256).toBe(stdout.split(' ')[0]);
  });

  test('with `replace` as a whole: what earlier runs wrote goes, whatever their mode', async () => {
    await publish('r1', 'append', { a: 'x' });
    await publish('r2', 'replace_partitions', { b: 'x' });
    await publish('r3', 'replace', { b: 'y', c: 'y' });
    expect(await tree()).toEqual({ 'p=b': ['y'], 'p=c': ['y'] });
    expect(await readdir(join(gold, '.millrace/data'))).toEqual(['r3']);
    await expectNothingLeft(gold);
  });

  test('with `replace_partitions` only where the run has rows, also over older runs', async () => {
    await publish('r1', 'replace', { a: 'x', b: 'x' });
    await publish('r2', 'append', { b: 'y' });
    await publish('r3', 'replace_partitions', { b: 'z', c: 'z' });
    expect(await tree()).toEqual({ 'p=a': ['x'], 'p=b': ['z'], 'p=c': ['z'] });
    const { datasets } = await readManifest(gold);
    expect(datasets['out/']).toMatchObject({ mode: 'replace_partitions', partitionBy: ['p'], runId: 'r3' });
    await expectNothingLeft(gold);
  });

  test('with no rows: `replace` leaves an empty folder, `replace_partitions` all as it was', async () => {
    await publish('r1', 'replace', { a: 'x' });
    expect((await publish('r2', 'replace_partitions', {}))[0]).toMatchObject({
      rows: 0,
      files: 0,
      partitions: 0,
    });
    expect(await tree()).toEqual({ 'p=a': ['x'] });
    await publish('r3', 'replace', {});
    expect(await names()).toEqual([]);
    await expectNothingLeft(gold);
  });

  test('as one file, where neither partitions nor a size are asked for', async () => {
    for (const runId of ['r1', 'r2']) {
      const [published] = await publishTexts(storage(), runId, [
        { target: target('out', 'gold://out/'), text: `${runId}\n` },
      ]);
      expect(published?.target).toBe(`gold://out/part-${runId}-out.csv`);
      expect(published).not.toHaveProperty('files');
    }
    expect(await names()).toEqual(['part-r2-out.csv']);
    await expectNothingLeft(gold);
  });

  test('with the rights that the folder before it had', async () => {
    await publish('r1', 'replace', { a: 'x' });
    await chmod(join(gold, 'out'), 0o2770);
    await publish('r2', 'replace', { a: 'y' });
    expect((await stat(join(gold, 'out'))).mode & 0o7777).toBe(0o2770);
  });

  test('through a link to a folder of the store, which stays', async () => {
    await mkdir(join(gold, 'real'), { recursive: true });
    await symlink('real', join(gold, 'out'));
    await publish('r1', 'replace', { a: 'x' });
    await publish('r2', 'replace', { b: 'y' });
    expect(await treeOf(join(gold, 'real'))).toEqual({ 'p=b': ['y'] });
    expect(await tree()).toEqual({ 'p=b': ['y'] });
  });

  test('with `error` once', async () => {
    await publish('r1', 'error', { a: 'x' });
    expect(await problemOf(publish('r2', 'error', { a: 'y' }))).toMatchObject({ code: 'MR3010' });
    expect(await tree()).toEqual({ 'p=a': ['x'] });
  });
});

describe('what Millrace did not write', () => {
  const stranger = { 'gold/out/p=a/mine.csv': 'mine\n' };

  test('keeps a folder from being replaced, be it hidden, a link, or written by another output', async () => {
    await publish('r1', 'replace', { a: 'x' });
    for (const name of ['p=a/mine.csv', '.hidden', 'deep/er/x.csv']) {
      await writeFiles(gold, { [`out/${name}`]: 'mine\n' });
      const problem = await problemOf(publish('r2', 'replace', { a: 'y' }));
      expect(problem).toMatchObject({ code: 'MR3017', node: 'out', dataFile: join(gold, 'out', name) });
      await rm(join(gold, 'out', name));
    }
    await symlink('nowhere', join(gold, 'out/link'));
    expect(await problemOf(publish('r3', 'replace', {}))).toMatchObject({ code: 'MR3017' });
    await rm(join(gold, 'out/link'));
    await publishTexts(storage(), 'r4', [{ target: target('other', 'gold://out/other.csv'), text: 'x\n' }]);
    expect(await problemOf(publish('r5', 'replace', {}))).toMatchObject({ code: 'MR3017' });
    expect(await tree()).toEqual({ 'p=a': ['x'], '.': ['x'] });
  });

  test('is told before the run begins, and again where it came during the run', async () => {
    await writeFiles(folder, stranger);
    const asked = folderTarget('out', 'gold://out/', 'replace', ['p']);
    expect(await problemOf(storage().claim([asked], run('r1')))).toMatchObject({ code: 'MR3017' });
    await rm(join(gold, 'out/p=a/mine.csv'));
    const publication = await storage().claim([asked], run('r2'));
    await writeFiles(folder, stranger);
    const published = publishStaged(publication, [{ target: asked, text: partitions({ b: 'y' }) }]);
    expect(await problemOf(published)).toMatchObject({ code: 'MR3017' });
    expect(await tree()).toEqual({ 'p=a': ['mine'] });
    expect(await readdir(join(gold, '.millrace/stage'))).toEqual([]);
  });

  test('in other partitions does not matter to `replace_partitions`, and nowhere to `append`', async () => {
    await writeFiles(folder, stranger);
    await publish('r1', 'replace_partitions', { b: 'y' });
    await publish('r2', 'append', { a: 'z' });
    expect(await problemOf(publish('r3', 'replace_partitions', { a: 'y' }))).toMatchObject({
      code: 'MR3017',
    });
    expect(await tree()).toEqual({ 'p=a': ['mine', 'z'], 'p=b': ['y'] });
  });

  test('and that comes in the moment of the switch is moved into the new folder', async () => {
    await publish('r1', 'replace', { a: 'x' });
    await publish('r2', 'replace', { b: 'y' }, async (name) => {
      if (name === 'before set aside old folder of out') await writeFiles(folder, stranger);
    });
    expect(await tree()).toEqual({ 'p=a': ['mine'], 'p=b': ['y'] });
    expect(await readdir(join(gold, '.millrace/stage'))).toEqual([]);
  });
});

describe('a folder is added to only with the partitions that it has', () => {
  const into = (runId: string, mode: WriteMode, by: readonly string[], path: string) =>
    publishTexts(storage(), runId, [
      { target: folderTarget('out', 'gold://out/', mode, by), text: { [path]: 'x\n' } },
    ]);

  test.each([
    ['append', ['q'], 'q=1/part-0.csv'],
    ['replace_partitions', ['p', 'q'], 'p=a/q=1/part-0.csv'],
    ['append', [], 'part-0.csv'],
  ] as const)('%s by %j is refused', async (mode, by, path) => {
    await publish('r1', 'replace', { a: 'x' });
    expect(await problemOf(into('r2', mode, by, path))).toMatchObject({ code: 'MR3018', node: 'out' });
    await into('r3', 'replace', by, path);
    await into('r4', mode, by, path);
  });

  test('also where it was written without any', async () => {
    await publishTexts(storage(), 'r1', [{ target: target('out', 'gold://out/', 'append'), text: 'x\n' }]);
    expect(await problemOf(publish('r2', 'append', { a: 'x' }))).toMatchObject({
      code: 'MR3018',
      message: expect.stringContaining('is partitioned by nothing, and not by "p"'),
    });
  });
});

describe('two targets of a run', () => {
  test.each([
    ['gold://out/', 'gold://out/in.csv'],
    ['gold://out/in/', 'gold://out/'],
    ['gold://out/', 'gold://out/'],
  ])('%s and %s are refused, as one is in the other', async (one, two) => {
    const asked = [one, two].map((text, index) => target(`n${index}`, text, 'replace'));
    expect(await problemOf(storage().claim(asked, run('r1')))).toMatchObject({ code: 'MR2006', node: 'n1' });
  });

  test('beside each other are not', async () => {
    const asked = [
      target('one', 'gold://out/'),
      target('two', 'gold://out.csv'),
      target('three', 'gold://outer/'),
    ];
    await (await storage().claim(asked, run('r1'))).abandon();
  });
});

describe('two runs', () => {
  const asked = folderTarget('out', 'gold://out/', 'replace', ['p']);

  test('never hold one folder at the same time', async () => {
    const publication = await storage().claim([asked], run('r1'));
    expect(await problemOf(publish('r2', 'append', { a: 'x' }))).toMatchObject({ code: 'MR3009' });
    await publication.abandon();
    await publish('r3', 'append', { a: 'x' });
  });

  test('of which one writes inside of the folder of the other lose nothing: the later one is refused', async () => {
    const publication = await storage().claim([asked], run('r1'));
    await publishTexts(storage(), 'r2', [{ target: target('in', 'gold://out/in.csv'), text: 'x\n' }]);
    const published = publishStaged(publication, [{ target: asked, text: partitions({ b: 'y' }) }]);
    expect(await problemOf(published)).toMatchObject({ code: 'MR3017', dataFile: join(gold, 'out/in.csv') });
    expect(await tree()).toEqual({ '.': ['x'] });
    await expectNothingLeft(gold);
  });

  test('at once into parts of one store both publish', async () => {
    const into = (name: string) =>
      publishTexts(storage(), `r-${name}`, [
        { target: folderTarget(name, `gold://${name}/`, 'replace', ['p']), text: partitions({ a: name }) },
      ]);
    await Promise.all(['a', 'b', 'c', 'd'].map(into));
    for (const name of ['a', 'b', 'c', 'd'])
      expect(await treeOf(join(gold, name))).toEqual({ 'p=a': [name] });
    await expectNothingLeft(gold);
  });
});

describe('where a folder cannot be switched', () => {
  test('for want of the right to it, nothing is decided', async () => {
    await publish('r1', 'replace', { a: 'x', b: 'x' });
    await chmod(folder, 0o755);
    await promisify(execFile)('chown', ['-R', '65534', gold]).catch(() => undefined);
    await chmod(join(gold, 'out/p=a'), 0o555);
    const problem = await asNobody(() => problemOf(publish('r2', 'replace_partitions', { a: 'y', b: 'y' })));
    expect(problem).toMatchObject({ code: 'MR3006', node: 'out' });
    expect(await tree()).toEqual({ 'p=a': ['x'], 'p=b': ['x'] });
    await chmod(join(gold, 'out/p=a'), 0o755);
  });

  test('as it is a file system of its own, its files are switched one by one', async ({ skip }) => {
    if (!(await mounted(join(gold, 'out'), 'size=256k'))) return skip(cannotMount);
    try {
      await publish('r1', 'replace', { a: 'x', b: 'x' });
      await publish('r2', 'replace', { b: 'y', c: 'y' });
      expect(await tree()).toEqual({ 'p=b': ['y'], 'p=c': ['y'] });
      await publish('r3', 'replace_partitions', { c: 'z' });
      expect(await tree()).toEqual({ 'p=b': ['y'], 'p=c': ['z'] });
      expect(await soundRuns(gold)).toEqual(['r3']);
    } finally {
      await unmounted(join(gold, 'out'));
    }
  });
});

test('a path that ends in "/" lists the files of a flat folder', async () => {
  await publishTexts(storage(), 'r1', [
    {
      target: folderTarget('out', 'gold://out/', 'replace'),
      text: { 'part-0.csv': 'x\n', 'part-1.csv': 'y\n' },
    },
  ]);
  const files = await storage().list(storePath('gold://out/'));
  expect(files.map(({ name }) => name)).toEqual(['out/part-r1-out-00000.csv', 'out/part-r1-out-00001.csv']);
});

test('a staged folder that holds what the engine does not write does not verify', async () => {
  const asked = folderTarget('out', 'gold://out/', 'replace', ['p']);
  const publication = await storage().claim([asked], run('r1'));
  await mkdir(join(publication.stagedFile('out'), 'p=a/deeper'), { recursive: true });
  await writeFile(join(publication.stagedFile('out'), 'p=a/part-0.csv'), 'x\n');
  const outputs = [{ node: 'out', rows: 1, schema: [] }];
  expect(await problemOf(publication.publish(outputs, async () => [1]))).toMatchObject({ code: 'MR3011' });
});
