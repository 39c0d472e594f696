import { cp, readFile, rm, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { hashOf } from '../../base/hash.js';
import { emptyChain, withLine } from '../chain.js';
import { writeCheckpoint } from '../folder/checkpoints.js';
import { signerAt } from '../folder/keys.js';
import { listCheckpoints, listSegments } from '../folder/places.js';
import { emptyStanding } from '../folder/standing.js';
import { rootOf } from '../merkle/tree.js';
import { checkpointNote } from '../note/checkpoint.js';
import { type EntryTexts, entryTexts, recordLine } from '../record.js';
import { entryOf, freshTrail, linesIn, newestNote, rewrite, trailOf } from '../testing/trail.js';
import { proveExtension, verifyExtension } from './extension.js';
import { proveRecord, verifyProof } from './prove.js';
import { verifyTrail } from './verify-trail.js';

const COUNT = 12;

/** A copy of a trail, to be changed. */
const copyOf = async (folder: string): Promise<string> => {
  const copy = await freshTrail();
  await cp(folder, copy, { recursive: true });
  return copy;
};

const first = async (folder: string) => (await verifyTrail(folder)).findings[0];

/** Lines with these entries, in a chain of their own: what somebody writes who knows how a trail is made. */
const chained = (entries: readonly EntryTexts[]): readonly string[] => {
  let chain = emptyChain;
  return entries.map((entry, number) => {
    const line = recordLine(entry, { number, at: '2026-01-31T00:00:00.000Z', previous: chain.previous });
    chain = withLine(chain, line);
    return line.toString();
  });
};

const history = (count: number, changed = -1): readonly EntryTexts[] =>
  Array.from({ length: count }, (_, number) => entryTexts(entryOf(number === changed ? 4711 : number)));

/** Puts a history of one's own in place of a trail's, with the trail's key. */
const forged = async (folder: string, count: number, changed: number): Promise<string> => {
  const copy = await copyOf(folder);
  const lines = chained(history(count, changed));
  await rewrite(copy, () => lines);
  return copy;
};

let trail = '';

// One trail for all: it is copied before it is changed.
beforeAll(async () => {
  trail = await trailOf(COUNT, {}, join(await freshFolder(), 'audit'));
});

const freshFolder = async (): Promise<string> => {
  const { mkdtemp } = await import('node:fs/promises');
  const { tmpdir } = await import('node:os');
  return mkdtemp(join(tmpdir(), 'millrace-audit-tamper-'));
};

describe('a trail that nobody touched', () => {
  test('holds', async () => {
    expect(await verifyTrail(trail)).toMatchObject({ size: COUNT, covered: COUNT, torn: 0, findings: [] });
  });
});

describe('each byte of each record', () => {
  test('that is changed, taken out or put in is found, at the record that it is of', async () => {
    const folder = await copyOf(trail);
    const [segment] = await listSegments(folder);
    const path = segment?.path ?? '';
    const bytes = await readFile(path);
    const kinds = fc.constantFrom('flip', 'other', 'drop', 'double', 'space', 'line end');
    const edits = fc.tuple(
      fc.integer({ min: 0, max: bytes.length - 1 }),
      kinds,
      fc.integer({ min: 1, max: 255 }),
    );
    await fc.assert(
      fc.asyncProperty(edits, async ([at, kind, by]) => {
        const byte = bytes[at] ?? 0;
        const put = {
          flip: [byte ^ (1 << (by % 8))],
          other: [(byte + by) % 256],
          drop: [],
          double: [byte, byte],
          space: [0x20, byte],
          'line end': [0x0a],
        }[kind];
        const changed = Buffer.concat([bytes.subarray(0, at), Buffer.from(put), bytes.subarray(at + 1)]);
        if (changed.equals(bytes)) return;
        await writeFile(path, changed);
        const record = bytes.subarray(0, at).filter((one) => one === 0x0a).length;
        const found = await first(folder);
        // Nothing is chained to the last record: it is among those of the checkpoint that does not hold.
        const places = [record - 1, record, record + 1, ...(record === COUNT - 1 ? [0] : [])];
        expect(places).toContain(found?.record);
        expect(found?.what).toMatch(/record/);
      }),
      { numRuns: 300 },
    );
  });
});

describe('an edit', () => {
  test('that keeps the form is found at its record, for the next one is not chained to it', async () => {
    const folder = await copyOf(trail);
    await rewrite(folder, (lines) =>
      lines.map((line, n) => (n === 4 ? line.replace('"rows":4', '"rows":5') : line)),
    );
    expect(await first(folder)).toMatchObject({
      record: 4,
      what: 'record 4 was changed: record 5 is chained to another record than the one before it',
    });
  });

  test('of what a record is chained to is found at that record', async () => {
    const folder = await copyOf(trail);
    await rewrite(folder, (lines) =>
      lines.map((line, n) =>
        n === 4 ? line.replace(/"previous":"[0-9a-f]+"/, `"previous":"${hashOf('x')}"`) : line,
      ),
    );
    expect(await first(folder)).toMatchObject({ record: 4 });
  });

  test('of the last record is found by the checkpoint over it', async () => {
    const folder = await copyOf(trail);
    await rewrite(folder, (lines) => lines.map((line) => line.replace('"rows":11', '"rows":12')));
    expect((await first(folder))?.what).toContain('is not what the checkpoint of 12 was signed over');
  });

  test('after which all is chained anew is found by the checkpoint', async () => {
    const folder = await forged(trail, COUNT, 3);
    expect(await verifyTrail(folder)).toMatchObject({
      findings: [
        { record: 0, what: expect.stringContaining('one of the records 0 to 11 is not what the checkpoint') },
      ],
    });
  });

  test('is narrowed by the checkpoints that it lies between', async () => {
    const limits = { checkpoint: { records: 2, seconds: 60 } };
    const folder = await freshTrail();
    for (let number = 0; number < 6; number += 1) await trailOf(1, { limits }, folder);
    const lines = await linesIn(folder);
    const records = lines.map((line) => JSON.parse(line));
    const changed = records.map(({ number: _, at: __, previous: ___, ...entry }, n) =>
      entryTexts(n === 4 ? { ...entry, rows: 9 } : entry),
    );
    // Times are part of what is hashed: they are kept, and only the entry is another.
    let chain = emptyChain;
    const anew = changed.map((entry, number) => {
      const line = recordLine(entry, { number, at: records[number].at, previous: chain.previous });
      chain = withLine(chain, line);
      return line.toString();
    });
    await rewrite(folder, () => anew);
    expect(await first(folder)).toMatchObject({ record: 3, what: expect.stringContaining('records 3 to 4') });
  });
});

describe('records that are gone', () => {
  test.each([
    ['in the middle', 5, 5, 'record 6 stands where record 5 should: records are missing before it'],
    ['at the beginning', 0, 0, 'record 1 stands where record 0 should: records are missing before it'],
    ['at the end', 11, 11, 'the trail ends before record 11, but a checkpoint was signed over 12 records'],
  ])('%s are found', async (_, gone, record, what) => {
    const folder = await copyOf(trail);
    await rewrite(folder, (lines) => lines.filter((__, number) => number !== gone));
    expect(await first(folder)).toMatchObject({ record, what: expect.stringContaining(what) });
  });

  test('are found where a whole file is', async () => {
    const folder = await trailOf(9, { limits: { segment: { bytes: 1e6, records: 3 } } });
    await unlink((await listSegments(folder))[1]?.path ?? '');
    expect(await first(folder)).toMatchObject({
      record: 3,
      what: expect.stringContaining('record 6 stands where record 3 should'),
    });
  });

  test('are found where all of them are', async () => {
    const folder = await copyOf(trail);
    await unlink((await listSegments(folder))[0]?.path ?? '');
    expect(await first(folder)).toMatchObject({
      record: 0,
      what: expect.stringContaining('records 0 to 11 are gone'),
    });
  });

  test('with the checkpoints over them are found by one that was kept elsewhere', async () => {
    const folder = await copyOf(trail);
    const kept = await newestNote(folder);
    const signer = await signerAt(folder, '');
    await rewrite(folder, (lines) => lines.slice(0, 7));
    await rm((await listCheckpoints(folder)).at(-1)?.path ?? '');
    const chain = (await linesIn(folder)).reduce((all, line) => withLine(all, Buffer.from(line)), emptyChain);
    await writeCheckpoint(folder, { ...emptyStanding(folder), ...chain }, signer, 1000);
    expect(await verifyTrail(folder)).toMatchObject({ size: 7, findings: [] });
    expect(await verifyTrail(folder, { elsewhere: [{ file: 'kept', note: kept }] })).toMatchObject({
      findings: [{ record: 7, what: expect.stringContaining('records 7 to 11 are gone'), file: 'kept' }],
    });
  });
});

describe('records in another order', () => {
  test('are found at the first that is not in its place', async () => {
    const folder = await copyOf(trail);
    await rewrite(folder, ([a = '', b = '', c = '', d = '', ...rest]) => [a, c, b, d, ...rest]);
    expect(await first(folder)).toMatchObject({ record: 1, what: expect.stringContaining('out of order') });
  });

  test('are found where one stands twice', async () => {
    const folder = await copyOf(trail);
    await rewrite(folder, (lines) => lines.flatMap((line, number) => (number === 4 ? [line, line] : [line])));
    expect(await first(folder)).toMatchObject({ record: 5, what: expect.stringContaining('stand twice') });
  });
});

describe('two histories under one key', () => {
  test('are found by a checkpoint of the other that was kept elsewhere', async () => {
    const other = await forged(trail, COUNT + 3, 8);
    const signer = await signerAt(other, '');
    for (const { path } of await listCheckpoints(other)) await unlink(path);
    const chain = (await linesIn(other)).reduce((all, line) => withLine(all, Buffer.from(line)), emptyChain);
    await writeCheckpoint(other, { ...emptyStanding(other), ...chain }, signer, 1000);
    expect(await verifyTrail(other)).toMatchObject({ size: COUNT + 3, findings: [] });
    const kept = { file: 'kept', note: await newestNote(trail) };
    expect((await verifyTrail(other, { elsewhere: [kept] })).findings).toMatchObject([
      { what: expect.stringContaining('this is another history under the same key'), file: 'kept' },
    ]);
  });
});

describe('checkpoints', () => {
  test('that were changed, or are of another key, are found', async () => {
    const folder = await copyOf(trail);
    const [file] = await listCheckpoints(folder);
    const note = await readFile(file?.path ?? '', 'utf8');
    await writeFile(file?.path ?? '', note.replace('\n12\n', '\n13\n'));
    expect((await first(folder))?.what).toContain('its signature does not hold');
    await writeFile(file?.path ?? '', await newestNote(await trailOf(1)));
    expect((await first(folder))?.what).toContain('not signed by the key');
  });

  test('that are all gone are found', async () => {
    const folder = await copyOf(trail);
    for (const { path } of await listCheckpoints(folder)) await unlink(path);
    expect((await first(folder))?.what).toContain('no checkpoint holds');
  });
});

describe('a proof that a trail goes on', () => {
  test('holds from each older checkpoint, and from none of another history', async () => {
    const folder = await copyOf(trail);
    const signer = await signerAt(folder, '');
    const lines = await linesIn(folder);
    const noteOf = (some: readonly string[]): string => {
      const { tree } = some.reduce((all, line) => withLine(all, Buffer.from(line)), emptyChain);
      return checkpointNote({ size: tree.size, root: rootOf(tree) }, signer);
    };
    for (let older = 1; older <= COUNT; older += 1) {
      const proof = await proveExtension(folder, older);
      expect(verifyExtension(proof, noteOf(lines.slice(0, older)), signer.verifier)).toMatchObject({
        older: { size: older },
        newer: { size: COUNT },
      });
      const other = noteOf(chained(history(older, 0)));
      expect(verifyExtension(proof, other, signer.verifier)).toHaveProperty('fault');
    }
  });
});

describe('a proof of a record', () => {
  test('holds for each record, and for none of which a byte is another', async () => {
    const { verifier } = await verifyTrail(trail);
    for (let number = 0; number < COUNT; number += 1)
      expect(verifyProof(await proveRecord(trail, number), verifier)).toMatchObject({
        record: { number, rows: number },
        checkpoint: { size: COUNT },
      });
    const proof = await proveRecord(trail, 5);
    expect(proof.startsWith('c2sp.org/tlog-proof@v1\nextra ')).toBe(true);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: proof.length - 1 }), (at) => {
        const other = `${proof.slice(0, at)}${proof[at] === 'A' ? 'B' : 'A'}${proof.slice(at + 1)}`;
        expect(verifyProof(other, verifier)).toHaveProperty('fault');
      }),
    );
  });

  test('is not given of a record that no checkpoint covers', async () => {
    await expect(proveRecord(trail, COUNT)).rejects.toThrow('[MR8808]');
  });
});
