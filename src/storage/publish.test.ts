import { mkdir, open, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { sha256 } from '../base/hash.js';
import { isThere } from './data-file.js';
import { createFolderStorage, readManifest } from './index.js';
import { expectNothingLeft } from './testing/crash-checks.js';
import { cannotMount, mounted, unmounted } from './testing/mounted.js';
import { problemOf } from './testing/problem-of.js';
import { countRows, publishStaged, publishTexts, run, storePath, target } from './testing/publish-text.js';
import { removeFolder, temporaryFolder, writeFiles } from './testing/temporary-folder.js';

let folder = '';
let gold = '';
const noon = new Date('2026-01-31T12:00:00Z');

beforeEach(async () => {
  folder = await temporaryFolder();
  gold = join(folder, 'gold');
});

afterEach(() => removeFolder(folder));

const storage = () =>
  createFolderStorage({ stores: { gold, silver: join(folder, 'silver') }, clock: { now: () => noon } });
const late = target('late', 'gold://deep/late.csv');
const log = target('log', 'gold://log/', 'append');
const inGold = (name: string) => readFile(join(gold, name), 'utf8');
const plain = async () => (await readdir(gold)).filter((name) => name !== '.millrace').toSorted();

describe('a publish', () => {
  test('puts files in their places, tells rows, bytes and checksum, and leaves nothing else', async () => {
    const published = await publishTexts(storage(), 'r1', [
      { target: late, text: 'a\nb\n' },
      { target: log, text: 'x\n' },
    ]);
    expect(published).toEqual([
      {
        node: 'late',
        target: 'gold://deep/late.csv',
        mode: 'replace',
        rows: 2,
        bytes: 4,
        sha256: sha256('a\nb\n'),
      },
      {
        node: 'log',
        target: 'gold://log/part-r1-log.csv',
        mode: 'append',
        rows: 1,
        bytes: 2,
        sha256: sha256('x\n'),
      },
    ]);
    expect(await inGold('deep/late.csv')).toBe('a\nb\n');
    expect(await inGold('log/part-r1-log.csv')).toBe('x\n');
    await expectNothingLeft(gold);
  });

  test('tells readers in one manifest what is there and where it came from', async () => {
    await publishTexts(storage(), 'r1', [{ target: late, text: 'a\n' }]);
    expect(await readManifest(gold)).toEqual({
      version: 1,
      datasets: {
        'deep/late.csv': {
          mode: 'replace',
          runId: 'r1',
          pipeline: 'tests',
          documentHash: 'hash',
          publishedAt: noon.toISOString(),
          schema: [{ name: 'a', type: 'VARCHAR' }],
          files: [
            {
              path: '.millrace/data/r1/late.csv',
              name: 'deep/late.csv',
              rows: 1,
              bytes: 2,
              sha256: sha256('a\n'),
            },
          ],
        },
      },
    });
  });

  test('takes no room twice: the plain file is the published version by another name', async () => {
    await publishTexts(storage(), 'r1', [{ target: late, text: 'a\n' }]);
    const [version, file] = await Promise.all(
      ['.millrace/data/r1/late.csv', 'deep/late.csv'].map((name) => stat(join(gold, name))),
    );
    expect(version?.ino).toBe(file?.ino);
  });

  test('with `replace` switches the file, and removes the version before', async () => {
    await publishTexts(storage(), 'r1', [{ target: late, text: 'old\n' }]);
    await publishTexts(storage(), 'r2', [{ target: late, text: 'new\n' }]);
    expect(await inGold('deep/late.csv')).toBe('new\n');
    expect(await readdir(join(gold, '.millrace/data'))).toEqual(['r2']);
    await expectNothingLeft(gold);
  });

  test('with `replace` leaves to a reader the file that it has open', async () => {
    await publishTexts(storage(), 'r1', [{ target: late, text: 'old\n' }]);
    const reader = await open(join(gold, 'deep/late.csv'));
    await publishTexts(storage(), 'r2', [{ target: late, text: 'new\n' }]);
    expect(await reader.readFile('utf8')).toBe('old\n');
    await reader.close();
  });

  test('with `replace` takes the place of a link, and leaves what it leads to', async () => {
    await writeFiles(gold, { 'deep/first.csv': 'first' });
    await symlink('first.csv', join(gold, 'deep/late.csv'));
    await publishTexts(storage(), 'r1', [{ target: late, text: 'new\n' }]);
    expect(await inGold('deep/late.csv')).toBe('new\n');
    expect(await inGold('deep/first.csv')).toBe('first');
  });

  test('with `append` adds a file a run, which a path ending in "/" lists', async () => {
    for (const runId of ['r1', 'r2'])
      await publishTexts(storage(), runId, [{ target: log, text: `${runId}\n` }]);
    const names = ['log/part-r1-log.csv', 'log/part-r2-log.csv'];
    expect((await storage().list(storePath('gold://log/'))).map(({ name }) => name)).toEqual(names);
    const { datasets } = await readManifest(gold);
    expect(datasets['log/']?.files.map(({ name }) => name)).toEqual(names);
  });

  test('with `error` writes what is not there yet, also where it came to be during the run', async () => {
    const once = target('once', 'gold://once.csv', 'error');
    const parts = target('parts', 'gold://parts/', 'error');
    await publishTexts(storage(), 'r1', [
      { target: once, text: 'a\n' },
      { target: parts, text: 'b\n' },
    ]);
    expect(await inGold('parts/part-r1-parts.csv')).toBe('b\n');
    const twice = { ...once, path: storePath('gold://twice.csv') };
    const publication = await storage().claim([twice], run('r2'));
    await writeFiles(gold, { 'twice.csv': 'mine' });
    expect(await problemOf(publishStaged(publication, [{ target: twice, text: 'c\n' }]))).toMatchObject({
      code: 'MR3010',
      node: 'once',
    });
    expect(await inGold('twice.csv')).toBe('mine');
    expect(await readdir(join(gold, '.millrace/stage'))).toEqual([]);
  });

  test('of other targets in the same store at the same time keeps both in the manifest', async () => {
    const names = ['a', 'b', 'c', 'd'];
    await Promise.all(
      names.map((name) =>
        publishTexts(storage(), `r-${name}`, [
          { target: target(name, `gold://${name}.csv`), text: `${name}\n` },
        ]),
      ),
    );
    expect(Object.keys((await readManifest(gold)).datasets).toSorted()).toEqual(
      names.map((name) => `${name}.csv`),
    );
    await expectNothingLeft(gold);
  });

  test('finishes what a killed run had decided in the store meanwhile, so that no manifest is lost', async () => {
    const publication = await storage().claim([late], run('r1'));
    const journal = {
      version: 1,
      runId: 'killed',
      coordinator: null,
      participants: [],
      outputs: [{ node: 'other', file: 'other.csv', target: 'other.csv' }],
      superseded: [],
    };
    await writeFiles(gold, {
      '.millrace/stage/killed/files/other.csv': 'x\n',
      '.millrace/stage/killed/manifest.json': '{"version":1,"datasets":{}}',
      '.millrace/stage/killed/journal.json': JSON.stringify(journal),
    });
    await publishStaged(publication, [{ target: late, text: 'a\n' }]);
    expect(await plain()).toEqual(['deep', 'other.csv']);
    expect(await inGold('other.csv')).toBe('x\n');
  });
});

test('a journal that was carried out is not carried out again, as others may have published since', async () => {
  await publishTexts(storage(), 'r2', [{ target: late, text: 'newer\n' }]);
  const journal = {
    version: 1,
    runId: 'r1',
    coordinator: null,
    participants: [],
    outputs: [{ node: 'late', file: 'late.csv', target: 'deep/late.csv' }],
    superseded: ['.millrace/data/r0/late.csv'],
  };
  await writeFiles(gold, {
    '.millrace/stage/r1/journal.json': JSON.stringify(journal),
    '.millrace/data/r0/late.csv': 'oldest',
    '.millrace/data/r1/late.csv': 'older',
  });
  await (await storage().claim([log], run('r3'))).abandon();
  expect(await inGold('deep/late.csv')).toBe('newer\n');
  expect((await readManifest(gold)).datasets['deep/late.csv']?.runId).toBe('r2');
  await expectNothingLeft(gold);
});

describe('a staged file that does not verify stops all outputs', () => {
  const claimed = async () => {
    const publication = await storage().claim([late, log], run('r1'));
    await writeFile(publication.stagedFile('log'), 'x\n');
    return publication;
  };
  const staged = (rows: number) => [
    { node: 'log', rows: 1, schema: [] },
    { node: 'late', rows, schema: [] },
  ];

  test('with another number of rows', async () => {
    const publication = await claimed();
    await writeFile(publication.stagedFile('late'), 'a\nb\n');
    expect(await problemOf(publication.publish(staged(3), countRows))).toMatchObject({
      code: 'MR3011',
      node: 'late',
      message: expect.stringContaining('has 2 rows, but 3 were written'),
    });
  });

  test('that is missing, or a folder', async () => {
    expect(await problemOf((await claimed()).publish(staged(0), countRows))).toMatchObject({
      code: 'MR3011',
    });
    const publication = await claimed();
    await mkdir(publication.stagedFile('late'));
    expect(await problemOf(publication.publish(staged(0), countRows))).toMatchObject({ code: 'MR3011' });
  });

  afterEach(async () => {
    expect(await plain()).toEqual([]);
    await expectNothingLeft(gold);
  });
});

describe('a publication', () => {
  test('that is abandoned leaves nothing, however often', async () => {
    const publication = await storage().claim([late], run('r1'));
    await writeFile(publication.stagedFile('late'), 'x');
    await publication.abandon();
    await publication.abandon();
    expect(await plain()).toEqual([]);
    await expectNothingLeft(gold);
  });

  test('may be abandoned after it was published, which changes nothing', async () => {
    const publication = await storage().claim([late], run('r1'));
    await publishStaged(publication, [{ target: late, text: 'a\n' }]);
    await publication.abandon();
    expect(await inGold('deep/late.csv')).toBe('a\n');
  });

  test('is published once', async () => {
    const publication = await storage().claim([], run('r1'));
    await publication.publish([], countRows);
    await expect(publication.publish([], countRows)).rejects.toThrow('has ended');
  });

  test('refuses to write through a link that was put in its way', async () => {
    await mkdir(join(gold, 'deep'), { recursive: true });
    await mkdir(join(gold, 'elsewhere'));
    const publication = await storage().claim([late], run('r1'));
    await rm(join(gold, 'deep'), { recursive: true });
    await symlink('elsewhere', join(gold, 'deep'));
    expect(await problemOf(publishStaged(publication, [{ target: late, text: 'a\n' }]))).toMatchObject({
      code: 'MR3005',
    });
    expect(await readdir(join(gold, 'elsewhere'))).toEqual([]);
  });
});

test('a target on another file system than its store is copied, and still switches by a rename', async ({
  skip,
}) => {
  const other = join(gold, 'deep');
  if (!(await mounted(other, 'size=256k'))) return skip(cannotMount);
  try {
    for (const runId of ['r1', 'r2'])
      await publishTexts(storage(), runId, [{ target: late, text: `${runId}\n` }]);
    expect(await inGold('deep/late.csv')).toBe('r2\n');
    expect(await readdir(other)).toEqual(['late.csv']);
    expect(await isThere(join(gold, '.millrace/data/r1'))).toBe(false);
  } finally {
    await unmounted(other);
  }
});
