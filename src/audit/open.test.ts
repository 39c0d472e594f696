import { appendFile, cp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { MillraceError, type Problem } from '../base/errors/index.js';
import { canonicalJson } from '../base/hash.js';
import { type OpenAppendFile, openAppendFile } from './folder/file.js';
import { listCheckpoints, listSegments } from './folder/places.js';
import { entryTexts, hashOfLine, recordLine } from './record.js';
import { entryOf, freshTrail, linesIn, newestNote, opening, recordsIn, trailOf } from './testing/trail.js';
import { verifyTrail } from './verify/verify-trail.js';

const codeOf = (thrown: unknown): unknown =>
  thrown instanceof MillraceError ? thrown.problems[0]?.code : thrown;
const codeOfFailure = (work: Promise<unknown>): Promise<unknown> => work.then(() => 'none', codeOf);

const small = { segment: { bytes: 1_000_000, records: 3 } };

describe('records', () => {
  test('are lines of canonical JSON, numbered, and chained over the files', async () => {
    const folder = await trailOf(8, { limits: small });
    const [lines, records] = [await linesIn(folder), await recordsIn(folder)];
    expect((await listSegments(folder)).map(({ first }) => first)).toEqual([0, 3, 6]);
    expect(lines).toEqual(records.map(canonicalJson));
    expect(records.map(({ number }) => number)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    const hashes = lines.map((line) => hashOfLine(Buffer.from(line)));
    expect(records.map(({ previous }) => previous)).toEqual(['0'.repeat(64), ...hashes.slice(0, -1)]);
    expect(records[3]).toMatchObject(entryOf(3));
  });

  test('that come at once are written together, and in order', async () => {
    const folder = await freshTrail();
    const writes: Buffer[] = [];
    const openFile: OpenAppendFile = async (path) => {
      const file = await openAppendFile(path);
      return { ...file, append: (bytes) => file.append(bytes).then(() => void writes.push(bytes)) };
    };
    const log = await opening(folder, { openFile });
    const receipts = await Promise.all(
      Array.from({ length: 50 }, (_, number) => log.append(entryOf(number))),
    );
    await log.close();
    expect(receipts.map(({ number }) => number)).toEqual(Array.from({ length: 50 }, (_, number) => number));
    expect(writes).toHaveLength(1);
    expect((await recordsIn(folder)).map(({ rows }) => rows)).toEqual(receipts.map(({ number }) => number));
  });

  test('go on where a trail ended, be it read from its tree or as a whole', async () => {
    const folder = await trailOf(4, { limits: small });
    await trailOf(3, { limits: small }, folder);
    await writeFile(join(folder, 'tree.json'), '{}');
    await trailOf(1, { limits: small }, folder);
    expect((await recordsIn(folder)).map(({ number }) => number)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    expect(await verifyTrail(folder)).toMatchObject({ size: 8, covered: 8, findings: [] });
  });

  test('that are no JSON are refused alone', async () => {
    const folder = await freshTrail();
    const log = await opening(folder);
    await expect(log.append({ ...entryOf(0), rows: Number.NaN })).rejects.toThrow();
    await log.append(entryOf(1));
    await log.close();
    expect(await recordsIn(folder)).toHaveLength(1);
  });

  test.skipIf(process.platform === 'win32')('are for their owner alone, as the key is', async () => {
    const folder = await trailOf(1);
    const names = (await readdir(folder, { recursive: true })).map((name) => join(folder, name));
    const modes = await Promise.all([folder, ...names].map(async (path) => (await stat(path)).mode & 0o77));
    expect(names.length).toBeGreaterThan(4);
    expect(new Set(modes)).toEqual(new Set([0]));
  });
});

describe('a file of records that is taken away while it is written', () => {
  test.each([
    ['moved away', async () => undefined],
    ['replaced', (away: string, folder: string) => cp(away, folder, { recursive: true })],
  ])('takes no more where it is %s, and goes on at the next start where it is back', async (_, meanwhile) => {
    const folder = await freshTrail();
    const log = await opening(folder);
    await log.append(entryOf(0));
    await rename(folder, `${folder}.away`);
    await meanwhile(`${folder}.away`, folder);
    expect(await codeOfFailure(log.append(entryOf(1)))).toBe('MR8801');
    await rm(folder, { recursive: true, force: true });
    await rename(`${folder}.away`, folder);
    await log.close();
    await trailOf(1, {}, folder);
    expect((await recordsIn(folder)).map(({ rows }) => rows)).toContain(0);
    expect(await verifyTrail(folder)).toMatchObject({ findings: [] });
  });
});

describe('records that no checkpoint covers', () => {
  test('as of a process that was killed, or of who adds some, are told of on record', async () => {
    const folder = await trailOf(3);
    const [segment] = await listSegments(folder);
    const previous = hashOfLine(Buffer.from((await linesIn(folder)).at(-1) ?? ''));
    const head = { number: 3, at: '2026-01-31T00:00:00.000Z', previous };
    await appendFile(segment?.path ?? '', `${recordLine(entryTexts(entryOf(3)), head)}\n`);
    await trailOf(1, {}, folder);
    expect((await recordsIn(folder))[4]).toMatchObject({ action: 'audit.mended', details: { unsigned: 1 } });
    expect(await verifyTrail(folder)).toMatchObject({ size: 6, findings: [] });
  });
});

describe('a line that was not written whole', () => {
  test('is cut off at the next start, which is on record', async () => {
    const folder = await trailOf(3);
    const [segment] = await listSegments(folder);
    const torn = '{"action":"dataset.read","act';
    await appendFile(segment?.path ?? '', torn);
    expect(await verifyTrail(folder)).toMatchObject({ size: 3, torn: torn.length, findings: [] });
    await trailOf(1, {}, folder);
    const records = await recordsIn(folder);
    expect(records).toHaveLength(5);
    expect(records[3]).toMatchObject({
      action: 'audit.mended',
      details: { bytes: torn.length, sha256: hashOfLine(Buffer.from(torn)) },
    });
    expect(await verifyTrail(folder)).toMatchObject({ size: 5, torn: 0, findings: [] });
  });
});

/** Files that take so many groups, and then half of the next. */
const fullAfter = (most: number, canCut: boolean): OpenAppendFile => {
  let left = most;
  return async (path) => {
    const file = await openAppendFile(path);
    return {
      ...file,
      append: async (bytes) => {
        await file.append(left > 0 ? bytes : bytes.subarray(0, bytes.length / 2));
        left -= 1;
        if (left < 0) throw Object.assign(new Error('no space left'), { code: 'ENOSPC' });
      },
      cut: (size) => (canCut ? file.cut(size) : Promise.reject(new Error('not even that'))),
    };
  };
};

describe('a disk that is full', () => {
  test.each([
    ['which gives room back', true, ['0', '1', '2']],
    ['which takes nothing any more', false, ['0', '1', '2', 'mended']],
  ])('refuses that record and all after it, %s', async (_, canCut, expected) => {
    const folder = await freshTrail();
    const log = await opening(folder, { openFile: fullAfter(3, canCut) });
    const seen: string[] = [];
    for (let number = 0; number < 6; number += 1)
      await log.append(entryOf(number)).then(
        (receipt) => seen.push(String(receipt.number)),
        (thrown: unknown) => seen.push(String(codeOf(thrown))),
      );
    await log.close();
    expect(seen).toEqual(['0', '1', '2', 'MR8801', 'MR8801', 'MR8801']);
    await (await opening(folder)).close();
    const names = (await recordsIn(folder)).map(({ action, rows }) =>
      action === 'audit.mended' ? 'mended' : `${rows}`,
    );
    expect(names).toEqual(expected);
    expect(await verifyTrail(folder)).toMatchObject({ findings: [] });
  });

  test('is told of where the folder takes no file at all', async () => {
    const folder = await freshTrail();
    await trailOf(0, {}, folder);
    expect(await codeOfFailure(opening(join(folder, 'verifier.key', 'below')))).toBe('MR8801');
  });
});

describe('who opens a trail', () => {
  test('is the only one: another waits, and is refused after that', async () => {
    const folder = await freshTrail();
    const log = await opening(folder);
    expect(await codeOfFailure(opening(folder, { patience: 30 }))).toBe('MR8802');
    const waiting = opening(folder);
    await log.append(entryOf(0));
    await log.close();
    const next = await waiting;
    expect(await next.append(entryOf(1))).toMatchObject({ number: 1 });
    await next.close();
    expect(await codeOfFailure(next.append(entryOf(2)))).toBe('MR8801');
  });

  test('is refused where records were changed, or are gone', async () => {
    const folder = await trailOf(3);
    const [segment] = await listSegments(folder);
    const text = await readFile(segment?.path ?? '', 'utf8');
    await writeFile(segment?.path ?? '', text.replace('out1', 'out7'));
    await writeFile(join(folder, 'tree.json'), '{}');
    expect(await codeOfFailure(opening(folder))).toBe('MR8803');
    await writeFile(segment?.path ?? '', text.split('\n').slice(0, 2).join('\n').concat('\n'));
    expect(await codeOfFailure(opening(folder))).toBe('MR8803');
  });

  test('is refused without the key that it has', async () => {
    const folder = await trailOf(1);
    const key = join(folder, 'signing.key');
    const text = await readFile(key, 'utf8');
    await writeFile(key, 'nothing');
    expect(await codeOfFailure(opening(folder))).toBe('MR8806');
    const other = await trailOf(1);
    await writeFile(key, await readFile(join(other, 'signing.key')));
    expect(await codeOfFailure(opening(folder))).toBe('MR8806');
    await writeFile(key, text);
    await (await opening(folder)).close();
  });

  test('may keep the key elsewhere', async () => {
    const folder = await freshTrail();
    const keyFile = join(await trailOf(0), '..', 'elsewhere.key');
    await trailOf(2, { keyFile }, folder);
    expect(await readdir(folder)).not.toContain('signing.key');
    expect(await codeOfFailure(opening(folder))).toBe('MR8806');
    expect(await verifyTrail(folder)).toMatchObject({ size: 2, findings: [] });
  });
});

describe('checkpoints', () => {
  test('are written with the first record, every so many, and at the end; of so many the last stays', async () => {
    const limits = { checkpoint: { records: 5, seconds: 60 } };
    const folder = await freshTrail();
    for (let number = 0; number < 13; number += 1) await trailOf(1, { limits }, folder);
    expect((await listCheckpoints(folder)).map(({ size }) => size)).toEqual([4, 9, 13]);
  });

  test('are put into a folder elsewhere, where none is written over', async () => {
    const [folder, elsewhere] = [await freshTrail(), await freshTrail()];
    await trailOf(2, { sendTo: elsewhere }, folder);
    const names = await readdir(elsewhere);
    expect(names.map((name) => name.slice(8))).toContain('-000000000002.checkpoint');
    const newest = names.toSorted().at(-1) ?? '';
    expect(await readFile(join(elsewhere, newest), 'utf8')).toBe(await newestNote(folder));
    const problems: Problem[] = [];
    const next = newest.replace('002.', '003.');
    await writeFile(join(elsewhere, next), 'another history');
    await trailOf(1, { sendTo: elsewhere, onProblems: (told) => void problems.push(...told) }, folder);
    expect(problems.map(({ code, severity }) => [code, severity])).toEqual([['MR8804', 'warning']]);
    expect(await readFile(join(elsewhere, next), 'utf8')).toBe('another history');
  });

  test('are posted to an address; what fails is told once, tried again, and in no record’s way', async () => {
    const bodies: string[] = [];
    const server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk) => {
        body += chunk;
      });
      request.on('end', () => {
        bodies.push(body);
        response.writeHead(bodies.length < 3 ? 500 : 204).end();
      });
    });
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const sendTo = `http://127.0.0.1:${(server.address() as AddressInfo).port}/checkpoints?secret=1`;
    const problems: Problem[] = [];
    const folder = await trailOf(1, { sendTo, onProblems: (told) => void problems.push(...told) });
    await trailOf(1, { sendTo }, folder);
    expect(problems).toHaveLength(1);
    expect(JSON.stringify(problems)).toContain('it answered 500');
    expect(JSON.stringify(problems)).not.toContain('secret');
    expect(bodies.at(-1)).toBe(await newestNote(folder));
  });
});
