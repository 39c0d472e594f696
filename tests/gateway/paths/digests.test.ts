import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Served } from '../../server/support/serve.js';
import type { SentFile } from '../file.js';
import {
  createTus,
  type EntryName,
  entries,
  entryNames,
  field,
  filePart,
  formOf,
  type Promised,
  patchTus,
  postForm,
} from './entries.js';
import { type Answer, type Client, createClient } from './http.js';
import { inbox, serveUploads, settled } from './service.js';

const CSV = 'id,name\n1,Ada\n2,Bo\n';
const file: SentFile = { name: 'orders.csv', declaredType: 'text/csv', bytes: () => Buffer.from(CSV) };

const digest = (algorithm: string, encoding: 'hex' | 'base64', text = CSV): string =>
  createHash(algorithm).update(text).digest(encoding);

/** A dictionary of RFC 9530. */
const right = (name: 'sha-256' | 'sha-512', text = CSV): string =>
  `${name}=:${digest(name.replace('-', ''), 'base64', text)}:`;
const wrong = (name: 'sha-256' | 'sha-512'): string => right(name, 'other');

const headers = (more: NonNullable<Promised['headers']>): Promised => ({ headers: more });

/** Promises that are not held, of a body that is the file. */
const ofBodies: readonly (readonly [string, Promised])[] = [
  ['a wrong Content-Digest', headers({ 'content-digest': wrong('sha-256') })],
  ['a wrong Content-Digest of SHA-512', headers({ 'content-digest': wrong('sha-512') })],
  ['a wrong Repr-Digest', headers({ 'repr-digest': wrong('sha-256') })],
  ['a wrong Repr-Digest of SHA-512', headers({ 'repr-digest': wrong('sha-512') })],
  ['one of two wrong', headers({ 'repr-digest': `${right('sha-512')}, ${wrong('sha-256')}` })],
  ['the other of two wrong', headers({ 'repr-digest': `${right('sha-256')}, ${wrong('sha-512')}` })],
  ['a doubled algorithm', headers({ 'repr-digest': `${wrong('sha-256')}, ${right('sha-256')}` })],
  ['a doubled header', headers({ 'repr-digest': [wrong('sha-256'), right('sha-256')] })],
  ['an empty header', headers({ 'repr-digest': '' })],
  ['an unknown algorithm alone', headers({ 'repr-digest': 'md5=:AAAA:' })],
  ['a digest that is too short', headers({ 'repr-digest': 'sha-256=:AAAA:' })],
  ['a digest that is text', headers({ 'repr-digest': `sha-256="${digest('sha256', 'base64')}"` })],
  ['no dictionary', headers({ 'repr-digest': digest('sha256', 'hex') })],
];

const ofPut: typeof ofBodies = [
  [
    'two headers that differ',
    headers({ 'content-digest': right('sha-256'), 'repr-digest': wrong('sha-256') }),
  ],
  ['a part of a file', headers({ 'content-range': 'bytes 0-18/100' })],
];

const ofTus: typeof ofBodies = [
  ['a wrong SHA-256 in the metadata', { sha256: digest('sha256', 'hex', 'other') }],
  ['a SHA-256 in the metadata that is none', { sha256: 'abc' }],
  ['a wrong checksum of a part', headers({ 'upload-checksum': `sha256 ${digest('sha256', 'base64')}` })],
  ['a doubled checksum', headers({ 'upload-checksum': ['sha1 AAAA', 'sha1 AAAA'] })],
];

const ofForms: typeof ofBodies = [
  ['a wrong field', { sha256: digest('sha256', 'hex', 'other') }],
  ['a wrong field in capitals', { sha256: digest('sha256', 'hex', 'other').toUpperCase() }],
  ['an empty field', { sha256: '' }],
  ['a field that is too short', { sha256: digest('sha256', 'hex').slice(1) }],
  ['a field in base64', { sha256: digest('sha256', 'base64') }],
  ['a field of another algorithm', { sha256: digest('sha512', 'hex') }],
  ['a Content-Digest of the form', headers({ 'content-digest': wrong('sha-256') })],
  ['a Repr-Digest of the form', headers({ 'repr-digest': wrong('sha-256') })],
  ['a part of a form', headers({ 'content-range': 'bytes 0-18/100' })],
];

const broken: readonly (readonly [EntryName, string, Promised])[] = [
  ...[...ofBodies, ...ofPut].map(([about, promised]) => ['PUT', about, promised] as const),
  ...[...ofBodies, ...ofTus].map(([about, promised]) => ['tus', about, promised] as const),
  ...ofForms.map(([about, promised]) => ['multipart', about, promised] as const),
];

/** What has passed, and what has not. */
const promoted = async (served: Served): Promise<number> =>
  (await settled(served)).filter(({ state }) => state === 'promoted').length;

const expectRefused = ({ status, text }: Answer, about: string): void => {
  expect(status, `${about}: ${text}`).toBeLessThan(500);
  expect(text, about).toMatch(/"code":"MR8(002|023|109|111|138|139)"/);
};

describe('a promise that is not held', () => {
  let served: Served;
  let client: Client;
  beforeAll(async () => {
    served = await serveUploads('none');
    client = createClient(served);
  });
  afterAll(async () => {
    client?.close();
    await served?.close();
  });

  it.each(broken)('by %s, as %s, lets nothing pass', async (entry, about, promised) => {
    expectRefused(await entries[entry](client, file, promised), about);
    expect(await promoted(served)).toBe(0);
    expect(await inbox(served)).toEqual([]);
  });

  it('by tus where it came with the request that created the upload, lets nothing pass', async () => {
    const length = { 'upload-length': String(CSV.length) };
    const made = await createTus(client, file, { ...length, 'repr-digest': wrong('sha-256') });
    expect(made.status).toBe(201);
    expectRefused(await patchTus(client, String(made.headers['location']), 0, Buffer.from(CSV)), 'kept');
    const other = digest('sha256', 'hex');
    expectRefused(
      await createTus(client, file, { ...length, 'repr-digest': wrong('sha-256') }, other),
      'two',
    );
    expectRefused(await createTus(client, file, { ...length, 'repr-digest': right('sha-512') }), 'lost');
    expect(await promoted(served)).toBe(0);
  });

  it('by tus, as one of several of a part, keeps nothing of the part', async () => {
    const made = await createTus(client, file, { 'upload-length': String(CSV.length) });
    const path = String(made.headers['location']);
    const right1 = { 'upload-checksum': `sha1 ${digest('sha1', 'base64')}` };
    for (const content of [wrong('sha-256'), `${right('sha-512')}, ${wrong('sha-256')}`]) {
      const answer = await patchTus(client, path, 0, Buffer.from(CSV), {
        ...right1,
        'content-digest': content,
      });
      expect(answer.status).toBe(460);
    }
    const last = await patchTus(client, path, 0, Buffer.from(CSV), {
      ...right1,
      'content-digest': right('sha-256'),
    });
    expect(last.status).toBe(204);
  });

  it('in a form, lets no other file of it pass', async () => {
    const before = await promoted(served);
    const part = await filePart(file);
    const sha256 = field('sha256', digest('sha256', 'hex'));
    for (const parts of [
      [sha256, sha256, part],
      [part, sha256],
      [part, sha256, sha256, part],
      [part, field('sha256', 'x'), part],
    ])
      expectRefused(await postForm(client, formOf(parts)), String(parts.length));
    expect(await promoted(served)).toBe(before);
  });
});

describe('a channel that requires a digest', () => {
  let served: Served;
  let client: Client;
  beforeAll(async () => {
    served = await serveUploads('none', '', '      digest: required\n');
    client = createClient(served);
  });
  afterAll(async () => {
    client?.close();
    await served?.close();
  });

  const eight: readonly SentFile[] = Array.from({ length: 8 }, (_, at) => ({
    ...file,
    name: `${at}.csv`,
    bytes: () => Buffer.from(`${CSV}${at},x\n`),
  }));

  it.each(entryNames)('takes no file by %s that has none', async (entry) => {
    for (const each of eight) {
      const { status, text } = await entries[entry](client, each, { headers: { 'x-digest': 'none' } });
      expect([status, text]).toEqual([400, expect.stringContaining('"code":"MR8139"')]);
    }
    expect(await promoted(served)).toBe(0);
    expect(await inbox(served)).toEqual([]);
  });

  it('takes no file by tus of which only the parts have one', async () => {
    const parts = headers({ 'content-digest': right('sha-256', CSV.slice(CSV.length / 2)) });
    expectRefused(await entries.tus(client, file, parts), 'parts');
  });

  it.each([
    ['PUT', headers({ 'content-digest': right('sha-256') })],
    ['PUT', headers({ 'repr-digest': right('sha-512') })],
    ['multipart', { sha256: digest('sha256', 'hex') }],
    ['multipart', { sha256: digest('sha256', 'hex').toUpperCase() }],
    ['tus', { sha256: digest('sha256', 'hex') }],
    ['tus', headers({ 'repr-digest': right('sha-256') })],
    ['tus', headers({ 'repr-digest': right('sha-512') })],
  ] as const)('takes a file by %s that has the one of %j', async (entry, promised) => {
    const before = await promoted(served);
    expect((await entries[entry](client, file, promised)).status).toBeLessThan(300);
    expect(await promoted(served)).toBe(before + 1);
  });
});
