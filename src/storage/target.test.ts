import { chmod, mkdir, readdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { WriteMode } from '../kit/storage.js';
import { createFolderStorage } from './index.js';
import { nobody } from './testing/as-nobody.js';
import { bundled, runChild } from './testing/child-script.js';
import type { ClaimOrder } from './testing/claim-child.js';
import { cannotMount, mounted, remounted, unmounted } from './testing/mounted.js';
import { problemOf } from './testing/problem-of.js';
import { target } from './testing/publish-text.js';
import { removeFolder, temporaryFolder, writeFiles } from './testing/temporary-folder.js';

let folder = '';
let gold = '';

beforeEach(async () => {
  folder = await temporaryFolder();
  gold = join(folder, 'gold');
});

afterEach(() => removeFolder(folder));

const check = (text: string, mode: WriteMode) =>
  createFolderStorage({ stores: { gold } }).checkTarget(target('late', text, mode));
const problem = (text: string, mode: WriteMode) => problemOf(check(text, mode));

describe('a target may be', () => {
  test.each([
    ['gold://late.csv', 'replace'],
    ['gold://deep/er/late.csv', 'error'],
    ['gold://log/', 'append'],
    ['gold://log/', 'error'],
    ['gold://log/', 'replace'],
  ] as const)(
    '%s with mode %s in a store that does not exist yet, and nothing is made',
    async (text, mode) => {
      await check(text, mode);
      expect(await readdir(folder)).toEqual([]);
    },
  );

  test('a file that exists, a folder that has files, and an empty folder for `error`', async () => {
    await writeFiles(gold, { 'late.csv': '', 'log/a.csv': '' });
    await mkdir(join(gold, 'empty'));
    await check('gold://late.csv', 'replace');
    await check('gold://log/', 'append');
    await check('gold://empty/', 'error');
  });
});

describe('a target may not be', () => {
  test.each([
    ['gold://late*.csv', 'replace', 'MR3002'],
    ['gold://{a,b}/', 'append', 'MR3002'],
    ['gold://../late.csv', 'replace', 'MR3002'],
    ['gold://.millrace/manifest.json', 'replace', 'MR3002'],
    ['gold://late.csv', 'append', 'MR3002'],
    ['silver://late.csv', 'replace', 'MR3001'],
  ] as const)('%s with mode %s: %s', async (text, mode, code) => {
    expect(await problem(text, mode)).toMatchObject({ code, node: 'late' });
  });

  test('a file for `append`, which says what to write', async () => {
    expect(await problem('gold://log', 'append')).toMatchObject({ mend: 'Write `gold://log/`.' });
  });

  test('something that exists, for `error`', async () => {
    await writeFiles(gold, { 'late.csv': '', 'log/a.csv': '' });
    await symlink('nowhere', join(gold, 'link.csv'));
    expect(await problem('gold://late.csv', 'error')).toMatchObject({ code: 'MR3010' });
    expect(await problem('gold://log/', 'error')).toMatchObject({ code: 'MR3010' });
    expect(await problem('gold://link.csv', 'error')).toMatchObject({ code: 'MR3010' });
  });

  test('a folder written as a file, a file written as a folder, or below a file', async () => {
    await writeFiles(gold, { 'late.csv': '', 'log/a.csv': '' });
    expect(await problem('gold://log', 'replace')).toMatchObject({ code: 'MR3002' });
    expect(await problem('gold://late.csv/', 'append')).toMatchObject({ code: 'MR3002' });
    expect(await problem('gold://late.csv/x.csv', 'replace')).toMatchObject({ code: 'MR3002' });
    expect(await problem('gold://late.csv/x/y.csv', 'replace')).toMatchObject({ code: 'MR3002' });
  });

  test('outside the store by way of a link, be it to a folder that is or one that is not', async () => {
    await writeFiles(folder, { 'other/a.csv': '', 'gold/a.csv': '' });
    await symlink(join(folder, 'other'), join(gold, 'out'));
    await symlink(join(folder, 'nowhere'), join(gold, 'lost'));
    for (const text of ['gold://out/x.csv', 'gold://out/deep/x.csv', 'gold://lost/x.csv']) {
      expect(await problem(text, 'replace')).toMatchObject({ code: 'MR3005', node: 'late' });
    }
    expect(await problem('gold://out/', 'append')).toMatchObject({ code: 'MR3005' });
  });

  test('in a folder without the right to write', async () => {
    await mkdir(gold);
    await chmod(folder, 0o755);
    await chmod(gold, 0o555);
    const script = await bundled('claim-child.ts', folder);
    const order: ClaimOrder = { stores: { gold }, target: 'gold://deep/late.csv', runId: 'r', startAt: 0 };
    const { output } = await runChild(script, order, nobody);
    expect(JSON.parse(output)).toMatchObject({ code: 'MR3006', node: 'late' });
    expect(await readdir(gold)).toEqual([]);
  });

  test('on a file system that is read-only', async ({ skip }) => {
    if (!(await mounted(gold, 'size=64k'))) return skip(cannotMount);
    try {
      await remounted(gold, 'ro');
      expect(await problem('gold://late.csv', 'replace')).toMatchObject({ code: 'MR3006' });
    } finally {
      await unmounted(gold);
    }
  });
});
