import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fileTypes } from '../../../src/gateway/file-type.js';
import type { Served } from '../../server/support/serve.js';
import { isThorough } from '../../support/thorough.js';
import { goodFiles } from '../good/index.js';
import { entries, entryNames } from './entries.js';
import { type Client, createClient } from './http.js';
import { inbox, serveUploads, settled } from './service.js';

let served: Served;
let client: Client;
beforeAll(async () => {
  served = await serveUploads('none');
  client = createClient(served, 8);
});
afterAll(async () => {
  client?.close();
  await served?.close();
});

describe.each(fileTypes)('good files of the type %s', (type) => {
  it('are promoted, by one entry after the other', async () => {
    const all = goodFiles.filter((file) => file.type === type);
    expect(all.length).toBeGreaterThanOrEqual(100);
    // All of them are inspected by another test.
    const files = isThorough ? all : all.filter((_, at) => at % 4 === 0);
    const before = (await inbox(served)).length;
    const answers = await Promise.all(
      files.map((file, at) => entries[entryNames[at % 3] ?? 'tus'](client, file)),
    );
    expect(answers.filter(({ status }) => status >= 300)).toEqual([]);
    const records = await settled(served);
    expect(records.filter(({ state }) => state !== 'promoted')).toEqual([]);
    expect(records.slice(0, files.length).map((record) => record.type)).toEqual(files.map(() => type));
    // Each has its digest beside it.
    expect((await inbox(served)).length - before).toBe(2 * files.length);
  });
});
