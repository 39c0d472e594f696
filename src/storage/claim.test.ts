import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { isThere } from './data-file.js';
import { createFolderStorage } from './index.js';
import { targetLock } from './layout.js';
import { newRecord } from './lock-record.js';
import { bundled, startChild } from './testing/child-script.js';
import type { ClaimOrder } from './testing/claim-child.js';
import { problemOf } from './testing/problem-of.js';
import { publishStaged, run, target } from './testing/publish-text.js';
import { removeFolder, temporaryFolder, writeFiles } from './testing/temporary-folder.js';

let folder = '';
let gold = '';

beforeEach(async () => {
  folder = await temporaryFolder();
  gold = join(folder, 'gold');
});

afterEach(() => removeFolder(folder));

const storage = (lockWait = 1000) =>
  createFolderStorage({ stores: { gold, twin: gold, silver: join(folder, 'silver') }, lockWait });
const late = target('late', 'gold://late.csv');
const other = target('other', 'gold://other.csv');
const locks = async () => (await readdir(join(gold, '.millrace/locks'))).toSorted();
const stages = () => readdir(join(gold, '.millrace/stage'));
const holder = (change: object) =>
  JSON.stringify({ ...newRecord(run('first'), 'gold://late.csv', new Date(0)), ...change });

describe('a claim', () => {
  test('makes the store, and gives the engine one file a node to write, in folders of the run', async () => {
    const publication = await storage().claim([late, target('log', 'silver://log/', 'append')], run('first'));
    expect(publication.stagedFile('late')).toBe(join(gold, '.millrace/stage/first/files/late.csv'));
    expect(publication.folders).toEqual([
      join(gold, '.millrace/stage/first/files'),
      join(folder, 'silver/.millrace/stage/first/files'),
    ]);
    for (const path of publication.folders) expect(await readdir(path)).toEqual([]);
    expect(() => publication.stagedFile('nobody')).toThrow('claimed no target');
    await publication.abandon();
  });

  test('holds each target, so that another run is told who has it', async () => {
    const publication = await storage().claim([late], run('first'));
    expect(await problemOf(storage().claim([late], run('second')))).toMatchObject({
      code: 'MR3009',
      node: 'late',
      message: expect.stringMatching(
        `^target "gold://late.csv" is being written by run first of pipeline "tests" \\(process ${process.pid} on .+\\) since 2`,
      ),
    });
    await publication.abandon();
    await (await storage().claim([late], run('second'))).abandon();
  });

  test('of other targets in the same store goes through at the same time', async () => {
    const publications = await Promise.all([
      storage().claim([late], run('first')),
      storage().claim([other], run('second')),
    ]);
    expect((await stages()).toSorted()).toEqual(['first', 'second']);
    await Promise.all(publications.map((publication) => publication.abandon()));
  });

  test('that fails gives back what it took', async () => {
    const publication = await storage().claim([other], run('first'));
    const before = await locks();
    expect(await problemOf(storage().claim([late, other], run('second')))).toMatchObject({
      code: 'MR3009',
      node: 'other',
    });
    expect(await locks()).toEqual(before);
    expect(await stages()).toEqual(['first']);
    await publication.abandon();
  });

  test('by a run that has one open already is refused, and the open one stays', async () => {
    const publication = await storage().claim([late], run('first'));
    expect(await problemOf(storage().claim([other], run('first')))).toMatchObject({ code: 'MR3009' });
    await publishStaged(publication, [{ target: late, text: 'x\n' }]);
    expect(await readFile(join(gold, 'late.csv'), 'utf8')).toBe('x\n');
  });

  test('of one file by two nodes is refused, be it by store names or by links', async () => {
    await mkdir(join(gold, 'real'), { recursive: true });
    await symlink('real', join(gold, 'link'));
    const pairs = [
      [late, target('second', 'twin://late.csv')],
      [target('late', 'gold://real/x.csv'), target('second', 'gold://link/x.csv')],
    ] as const;
    for (const pair of pairs) {
      expect(await problemOf(storage().claim(pair, run('first')))).toMatchObject({
        code: 'MR2006',
        node: 'second',
      });
    }
  });

  test('tells what is wrong with every target at once, before anything is made', async () => {
    const wrong = [target('a', 'gold://x*.csv'), target('b', 'nowhere://b.csv'), late];
    await expect(storage().claim(wrong, run('first'))).rejects.toMatchObject({
      problems: [
        { code: 'MR3002', node: 'a' },
        { code: 'MR3001', node: 'b' },
      ],
    });
    expect(await isThere(gold)).toBe(false);
  });

  test('of nothing can be published', async () => {
    expect(await (await storage().claim([], run('first'))).publish([], async () => [])).toEqual([]);
  });

  test.each(['not json', '{"version":2,"datasets":{}}', '{"version":1,"datasets":{"a":{}}}', ''])(
    'finds a damaged manifest: %s',
    async (text) => {
      await writeFiles(gold, { '.millrace/manifest.json': text });
      expect(await problemOf(storage().claim([late], run('first')))).toMatchObject({ code: 'MR3012' });
      expect(await locks()).toEqual([]);
    },
  );

  test('never takes a manifest at its word that would have other files removed', async () => {
    const file = {
      path: '.millrace/data/../../late.csv',
      name: 'late.csv',
      rows: 1,
      bytes: 1,
      sha256: '0'.repeat(64),
    };
    const dataset = {
      mode: 'replace',
      runId: 'r',
      pipeline: 'p',
      documentHash: 'h',
      publishedAt: '',
      schema: [],
      files: [file],
    };
    const text = JSON.stringify({ version: 1, datasets: { 'late.csv': dataset } });
    await writeFiles(gold, { '.millrace/manifest.json': text, 'late.csv': 'mine' });
    expect(await problemOf(storage().claim([late], run('first')))).toMatchObject({ code: 'MR3012' });
  });
});

describe('a target that is locked', () => {
  const lock = () => targetLock(gold, 'late.csv');

  beforeEach(() => mkdir(join(gold, '.millrace/locks'), { recursive: true }));

  test('by a run on another host is never taken, and the problem says how to free it by hand', async () => {
    await writeFile(lock(), holder({ host: 'elsewhere', pid: 4_194_305 }));
    expect(await problemOf(storage().claim([late], run('second')))).toMatchObject({
      code: 'MR3009',
      notes: [
        expect.stringContaining('held from host "elsewhere"'),
        `once that run has surely ended, remove ${lock()} and ${join(gold, '.millrace/stage/first')}`,
      ],
    });
  });

  test('by a run that was killed is taken', async () => {
    await writeFile(lock(), holder({ pid: 4_194_305 }));
    await (await storage().claim([late], run('second'))).abandon();
    expect(await locks()).toEqual([]);
  });

  test('as a store by a run that does not leave it is waited for, but not for ever', async () => {
    await writeFile(join(gold, '.millrace/locks/store.lock'), holder({}));
    expect(await problemOf(storage(50).claim([late], run('second')))).toMatchObject({
      code: 'MR3009',
      message: expect.stringContaining(`store "${gold}" is being written by run first`),
    });
  });
});

describe('processes that claim one target', () => {
  const order = (runId: string, startAt = 0): ClaimOrder => ({
    stores: { gold },
    target: 'gold://late.csv',
    runId,
    startAt,
  });

  test('see each other, and the next takes over from one that was killed', async () => {
    const script = await bundled('claim-child.ts', folder);
    const { child, firstLine, ended } = startChild(script, order('child'));
    expect(await firstLine).toBe('claimed');
    expect(await problemOf(storage().claim([late], run('second')))).toMatchObject({
      code: 'MR3009',
      message: expect.stringContaining(`run child of pipeline "tests" (process ${child.pid} on`),
    });
    child.kill('SIGKILL');
    await ended;
    const publication = await storage().claim([late], run('second'));
    expect(await stages()).toEqual(['second']);
    await publication.abandon();
  });

  test('all at once over a stale lock: one gets it, the others are told which', async () => {
    const script = await bundled('claim-child.ts', folder);
    await mkdir(join(gold, '.millrace/locks'), { recursive: true });
    for (const path of [targetLock(gold, 'late.csv'), join(gold, '.millrace/locks/store.lock')]) {
      await writeFile(path, holder({ pid: 4_194_305 }));
    }
    const startAt = Date.now() + 500;
    const children = ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => startChild(script, order(name, startAt)));
    const lines = await Promise.all(children.map(({ firstLine }) => firstLine));
    expect(lines.filter((line) => line === 'claimed')).toHaveLength(1);
    const problems = lines.filter((line) => line !== 'claimed').map((line) => JSON.parse(line));
    expect(problems.map(({ code }) => code)).toEqual(Array.from({ length: 5 }, () => 'MR3009'));
    for (const { child } of children) child.stdin?.end();
    await Promise.all(children.map(({ ended }) => ended));
    expect(await locks()).toEqual([]);
    expect(await stages()).toEqual([]);
  });
});

describe('what killed runs left', () => {
  const own = (name: string) => isThere(join(gold, '.millrace', name));
  const recover = async () => (await storage().claim([late], run('next'))).abandon();

  test('goes with the next claim: stages, locks, temporary files and unpublished versions', async () => {
    await writeFiles(gold, {
      '.millrace/stage/killed/owner.json': holder({ pid: 4_194_305 }),
      '.millrace/stage/killed/files/late.csv': 'x',
      '.millrace/stage/ownerless/files/late.csv': 'x',
      '.millrace/locks/other.lock': holder({ pid: 4_194_305 }),
      '.millrace/locks/other.lock.4194305-00ff.tmp': '',
      '.millrace/data/killed/late.csv': 'x',
    });
    await recover();
    expect(await stages()).toEqual([]);
    expect(await locks()).toEqual([]);
    expect(await own('data/killed')).toBe(false);
  });

  test('is left alone where the run lives, or is on another host', async () => {
    const left = ['live', 'far'].flatMap((name) => [
      [`.millrace/stage/${name}/owner.json`, holder(name === 'live' ? {} : { host: 'elsewhere' })] as const,
      [`.millrace/data/${name}/late.csv`, 'x'] as const,
      [`.millrace/locks/${name}.lock`, holder(name === 'live' ? {} : { host: 'elsewhere' })] as const,
    ]);
    await writeFiles(gold, Object.fromEntries(left));
    await recover();
    for (const [name] of left) expect(await isThere(join(gold, name)), name).toBe(true);
  });

  test('is finished even of a run on another host, once its publish is decided and the store is free', async () => {
    const outputs = [{ node: 'late', file: 'late.csv', target: 'late.csv' }];
    const journal = {
      version: 1,
      runId: 'far',
      coordinator: null,
      participants: [],
      outputs,
      superseded: [],
    };
    await writeFiles(gold, {
      '.millrace/stage/far/owner.json': holder({ host: 'elsewhere' }),
      '.millrace/stage/far/files/late.csv': 'decided',
      '.millrace/stage/far/manifest.json': '{"version":1,"datasets":{}}',
      '.millrace/stage/far/journal.json': JSON.stringify(journal),
    });
    await recover();
    expect(await readFile(join(gold, 'late.csv'), 'utf8')).toBe('decided');
    expect(await stages()).toEqual([]);
  });

  test('cannot be told apart without the store that decided, which is then asked for', async () => {
    const journal = {
      version: 1,
      runId: 'killed',
      coordinator: join(folder, 'away'),
      participants: [],
      outputs: [],
      superseded: [],
    };
    await writeFiles(gold, { '.millrace/stage/killed/journal.json': JSON.stringify(journal) });
    expect(await problemOf(recover())).toMatchObject({
      code: 'MR3003',
      message: expect.stringContaining('away'),
    });
    expect(await stages()).toEqual(['killed']);
  });

  test('stops the next run where its journal is damaged or would write outside the store', async () => {
    const journal = { version: 1, runId: 'killed', coordinator: null, participants: [], superseded: [] };
    const outputs = [{ node: 'late', file: 'late.csv', target: '../late.csv' }];
    for (const text of ['{', JSON.stringify({ ...journal, outputs })]) {
      await writeFiles(gold, { '.millrace/stage/killed/journal.json': text });
      expect(await problemOf(recover())).toMatchObject({
        code: 'MR3016',
        message: expect.stringContaining('journal'),
      });
    }
  });
});
