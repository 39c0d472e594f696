import { execFileSync } from 'node:child_process';
import { chmod, mkdir, stat, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createFolderStorage } from './index.js';
import { asNobody } from './testing/as-nobody.js';
import { problemOf } from './testing/problem-of.js';
import { storePath } from './testing/publish-text.js';
import { removeFolder, temporaryFolder, writeFiles } from './testing/temporary-folder.js';

let folder = '';
let raw = '';

beforeEach(async () => {
  folder = await temporaryFolder();
  raw = join(folder, 'raw');
  await mkdir(raw);
});

afterEach(() => removeFolder(folder));

const list = (text: string) =>
  createFolderStorage({ stores: { raw, gone: join(folder, 'gone') } }).list(storePath(text));
const names = async (text: string) => (await list(text)).map(({ name }) => name);
const problem = (text: string) => problemOf(list(text));

describe('a path names', () => {
  test('one file, with its place, size and last change', async () => {
    await writeFiles(raw, { 'a/x.csv': 'hello' });
    const modified = (await stat(join(raw, 'a/x.csv'))).mtime.toISOString();
    expect(await list('raw://a/x.csv')).toEqual([
      { path: join(raw, 'a/x.csv'), name: 'a/x.csv', bytes: 5, modified },
    ]);
  });

  test.each([
    ['raw://*.csv', ['B.csv', 'a.csv', 'b.csv']],
    ['raw://?.csv', ['B.csv', 'a.csv', 'b.csv']],
    ['raw://[ab].csv', ['a.csv', 'b.csv']],
    ['raw://[!a]*.csv', ['B.csv', 'b.csv']],
    ['raw://{a,B}.csv', ['B.csv', 'a.csv']],
    ['raw://**/*.csv', ['B.csv', 'a.csv', 'b.csv', 'deep/er/c.csv']],
    ['raw://*/*/*.csv', ['deep/er/c.csv']],
    ['raw://deep/e?/', ['deep/er/c.csv']],
  ])('%s, sorted by code unit', async (text, expected) => {
    await writeFiles(raw, {
      'b.csv': '',
      'a.csv': '',
      'B.csv': '',
      'deep/er/c.csv': '',
      'a.txt': '',
    });
    expect(await names(text)).toEqual(expected);
  });

  test.each([
    "it's.csv",
    'größe ü.csv',
    '数据.csv',
    'a "b".csv',
    'q[1].csv',
    'all*.csv',
    '{x,y}.csv',
    '!n.csv',
    'd (1)/z.csv',
    'new\nline.csv',
  ])('the file of exactly that name: %j', async (name) => {
    await writeFiles(raw, { [name]: '', 'q1.csv': '', 'x.csv': '', 'all1.csv': '' });
    expect(await names(`raw://${name}`)).toEqual([name]);
  });

  test('a pattern among names with signs that other globs know', async () => {
    await writeFiles(raw, { 'd (1)/z.csv': '', '!n.csv': '', 'a+b.csv': '', '@x.csv': '' });
    expect(await names('raw://d (1)/*.csv')).toEqual(['d (1)/z.csv']);
    expect(await names('raw://!*.csv')).toEqual(['!n.csv']);
    expect(await names('raw://*+b.csv')).toEqual(['a+b.csv']);
    expect(await names('raw://@*')).toEqual(['@x.csv']);
  });

  test('all files directly in a folder, without those that are no data', async () => {
    await writeFiles(raw, {
      'log/b.csv': '',
      'log/a.csv': '',
      'log/.a.crc': '',
      'log/_SUCCESS': '',
      'log/sub/c.csv': '',
    });
    await symlink(join(raw, 'log/sub'), join(raw, 'log/link'));
    expect(await names('raw://log/')).toEqual(['log/a.csv', 'log/b.csv']);
  });

  test('a file through links that stay in the store', async () => {
    await writeFiles(raw, { 'real/a.csv': '' });
    await symlink('real', join(raw, 'link'));
    await symlink('real/a.csv', join(raw, 'b.csv'));
    expect(await list('raw://link/a.csv')).toMatchObject([
      { path: join(raw, 'real/a.csv'), name: 'link/a.csv' },
    ]);
    expect(await list('raw://*.csv')).toMatchObject([{ path: join(raw, 'real/a.csv'), name: 'b.csv' }]);
  });
});

describe('Millrace own files', () => {
  beforeEach(() => writeFiles(raw, { '.millrace/data/r/late.csv': '', '.hidden.csv': '', 'a.csv': '' }));

  test.each(['raw://**/*.csv', 'raw://*'])('are never matched by %s', async (text) => {
    expect(await names(text)).toEqual(['a.csv']);
  });

  test.each(['raw://.m*/**/*.csv', 'raw://{.millrace,x}/data/r/*.csv'])(
    'are not found by %s',
    async (text) => {
      expect((await problem(text)).code).toBe('MR3004');
    },
  );

  test('cannot be named, nor reached through a link', async () => {
    expect(await problem('raw://.millrace/data/r/late.csv')).toMatchObject({ code: 'MR3002' });
    await symlink('.millrace', join(raw, 'way'));
    expect(await problem('raw://way/data/r/late.csv')).toMatchObject({ code: 'MR3005' });
  });
});

describe('what is refused', () => {
  test('an unknown store, with the one that was meant', async () => {
    expect(await problem('rav://a.csv')).toMatchObject({
      code: 'MR3001',
      label: 'did you mean "raw"?',
      notes: ['stores: raw, gone'],
    });
    expect((await problem('toString://a.csv')).code).toBe('MR3001');
  });

  test.each([
    '',
    '/',
    '/etc/passwd',
    'C:/x',
    'a\\b',
    'a\0b',
    'a//b',
    './a',
    'a/..',
    '../a',
    '..',
    '.millrace',
    '.MillRace/x',
    'x/.millrace/y',
  ])('the path %j', async (path) => {
    expect((await problem(`raw://${path}`)).code).toBe('MR3002');
  });

  test('a store whose folder does not exist, or is a file', async () => {
    expect(await problem('gone://a.csv')).toMatchObject({ code: 'MR3003' });
    await writeFiles(folder, { gone: '' });
    expect(await problem('gone://a.csv')).toMatchObject({ code: 'MR3003' });
  });

  test('a file that is not there, with the names that stand near', async () => {
    await writeFiles(raw, { 'in/orders.csv': '', 'in/people.csv': '' });
    expect(await problem('raw://in/order.csv')).toMatchObject({
      code: 'MR3004',
      message: 'there is no file "raw://in/order.csv"',
      label: 'did you mean "orders.csv"?',
      notes: ['folder "in" of store "raw" has: orders.csv, people.csv'],
    });
    expect(await problem('raw://on/orders.csv')).toMatchObject({ label: 'did you mean "in"?' });
    expect(await problem('raw://in/*.parquet')).toMatchObject({
      message: 'no file matches "raw://in/*.parquet"',
    });
    expect(await problem('raw://in/orders.csv/x')).toMatchObject({ code: 'MR3004' });
    expect(await problem(`raw://${'x'.repeat(300)}`)).toMatchObject({ code: 'MR3004' });
  });

  test('a folder, with what to write, and a file written as a folder', async () => {
    await writeFiles(raw, { 'in/a.csv': '', 'empty/.x': '' });
    expect(await problem('raw://in')).toMatchObject({
      code: 'MR3004',
      mend: expect.stringContaining('`raw://in/*.csv`'),
    });
    expect(await problem('raw://in/a.csv/')).toMatchObject({ code: 'MR3004' });
    expect(await problem('raw://empty/')).toMatchObject({ code: 'MR3004' });
  });

  test('a pipe, which would be waited for without end', async () => {
    execFileSync('mkfifo', [join(raw, 'pipe')]);
    expect(await problem('raw://pipe')).toMatchObject({
      code: 'MR3004',
      message: expect.stringContaining('not a regular file'),
    });
  });

  test.each([
    'raw://out.csv',
    'raw://*.csv',
    'raw://dir/a.csv',
    'raw://*/a.csv',
    'raw://**/a.csv',
    'raw://dir/',
  ])('a link that leads out of the store, through %s', async (text) => {
    await writeFiles(folder, { 'other/a.csv': 'secret' });
    await symlink(join(folder, 'other'), join(raw, 'dir'));
    await symlink(join(folder, 'other/a.csv'), join(raw, 'out.csv'));
    expect(await problem(text)).toMatchObject({ code: 'MR3005' });
  });

  test('a link that leads nowhere or round in a circle', async () => {
    await symlink('nowhere', join(raw, 'a.csv'));
    await symlink('b.csv', join(raw, 'b.csv'));
    for (const text of ['raw://a.csv', 'raw://a*', 'raw://b.csv']) {
      expect(await problem(text)).toMatchObject({
        code: 'MR3004',
        message: expect.stringContaining('leads nowhere'),
      });
    }
  });

  test.each(['raw://locked/a.csv', 'raw://*/a.csv', 'raw://locked/'])(
    'a folder without the right to it: %s',
    async (text) => {
      await writeFiles(raw, { 'locked/a.csv': '' });
      await chmod(folder, 0o755);
      await chmod(join(raw, 'locked'), 0o000);
      expect(await asNobody(() => problem(text))).toMatchObject({ code: 'MR3006' });
      await chmod(join(raw, 'locked'), 0o755);
    },
  );
});
