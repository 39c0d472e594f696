import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Served } from '../../server/support/serve.js';
import type { HostileFile } from '../file.js';
import { hostileFiles, hostileNames } from '../hostile/index.js';
import { clamdTools, type RunningClamd, runClamd } from '../scan/clamd.js';
import { entries, entryNames } from './entries.js';
import { type Client, createClient } from './http.js';
import { inbox, serveUploads, settled } from './service.js';

const hasClamd = clamdTools.why === undefined;
let folder: string;
let clamd: RunningClamd | undefined;
let served: Served;
let client: Client;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'millrace-clamd-'));
  if (hasClamd) clamd = await runClamd(folder);
  served = await serveUploads(clamd ? `{ clamd: "unix:${clamd.socket}" }` : 'none');
  client = createClient(served);
});

afterAll(async () => {
  client?.close();
  await served?.close();
  await clamd?.stop();
  await rm(folder, { recursive: true, force: true });
});

afterEach(async () => {
  expect(await inbox(served)).toEqual([]);
});

/** Bombs take longer to be made than to be refused. */
const made = new Map<HostileFile, Buffer>();
const hostile = hostileFiles.map((file) => ({
  ...file,
  bytes: () => {
    const bytes = made.get(file) ?? file.bytes();
    made.set(file, bytes);
    return bytes;
  },
}));

/** Refused only after four million bytes were unpacked: enough for one entry, as the ways part before that. */
const slow = [
  'flat, in gzip',
  'flat, saying a small size before and in the directory',
  'CSV with one endless record',
];

/** Names that look like words of other languages, and mean nothing to any system of files. */
const harmless = ['an option of a command', 'a command', 'a query', 'encoded', 'a template'];
const badNames = hostileNames.filter(({ about }) => !harmless.includes(about));

const classes = [...new Set(hostileFiles.map((file) => file.class))].filter(
  (name) => hasClamd || name !== 'EICAR',
);

describe.each(entryNames)('by %s', (entry) => {
  it.each(classes)('nothing of the class %s is promoted', async (name) => {
    const files = hostile.filter(
      (file) => file.class === name && (entry === 'PUT' || !slow.includes(file.about)),
    );
    expect(files.length).toBeGreaterThanOrEqual(8);
    const before = (await settled(served)).length;
    const answers = await Promise.all(files.map((file) => entries[entry](client, file)));
    const records = await settled(served);
    for (const [at, { status, text }] of answers.entries()) {
      const about = `${files[at]?.about}: ${status} ${text}`;
      expect(status, about).toBeLessThan(500);
      if (status >= 400) expect(text, about).toMatch(/"code":"MR8\d{3}"/);
    }
    expect(records.filter(({ state }) => state !== 'rejected')).toEqual([]);
    // What was refused before its bytes came has left nothing.
    expect(records.length - before).toBe(answers.filter(({ status }) => status < 300).length);
  });

  it('no file is taken whose name could be more than a name', async () => {
    expect(badNames.length).toBeGreaterThanOrEqual(8);
    for (const file of badNames) {
      const { status, text } = await entries[entry](client, file);
      expect(status, `${file.about}: ${text}`).toBe(400);
      // A path without a name is not one of the interface.
      const isNone = entry === 'PUT' && file.name === '';
      expect(text, file.about).toMatch(isNone ? /"code":"MR8002"/ : /"code":"MR813\d"/);
    }
  });
});
