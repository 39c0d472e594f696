import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createFolderStorage } from './index.js';
import { problemOf } from './testing/problem-of.js';
import { publishStaged, run, target } from './testing/publish-text.js';
import { removeFolder, temporaryFolder } from './testing/temporary-folder.js';

let folder = '';

beforeEach(async () => {
  folder = await temporaryFolder();
});

afterEach(() => removeFolder(folder));

const storage = () =>
  createFolderStorage({ stores: { gold: join(folder, 'gold'), silver: join(folder, 'silver') } });
const log = target('log', 'gold://log/', 'append');
const copy = target('copy', 'silver://log/', 'append');
const read = (sha256: string) => ({ node: 'rows', file: 'raw://1.csv', bytes: 2, modified: 'then', sha256 });

const publish = async (runId: string, sha256: string) =>
  publishStaged(await storage().claim([log, copy], { ...run(runId), reads: [read(sha256)] }), [
    { target: log, text: 'a\n' },
    { target: copy, text: 'a\n' },
  ]);

test('a run that published is on record with what it read, once for all of its stores', async () => {
  await publish('r1', 'a');
  expect(await storage().filesRead(['gold', 'silver'], 'tests')).toEqual([{ ...read('a'), runId: 'r1' }]);
  expect(await storage().filesRead(['gold', 'silver'], 'others')).toEqual([]);
});

test('what was read again is on record as it is now', async () => {
  await publish('r1', 'a');
  await publish('r2', 'b');
  expect(await storage().filesRead(['gold', 'silver'], 'tests')).toEqual([{ ...read('b'), runId: 'r2' }]);
});

test('a run whose files another has read since is refused with MR3030, and leaves nothing', async () => {
  await publish('r1', 'a');
  expect(await problemOf(publish('r2', 'a'))).toMatchObject({ code: 'MR3030', node: 'rows' });
  expect(await storage().filesRead(['gold'], 'tests')).toEqual([{ ...read('a'), runId: 'r1' }]);
});
