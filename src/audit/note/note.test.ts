import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { emptyRoot } from '../merkle/hash.js';
import { checkpointNote, openCheckpoint } from './checkpoint.js';
import { type Signer, signerFrom, signerOf, signerText, type Verifier, verifierFrom } from './key.js';
import { openNote, signedNote } from './note.js';

/** The key and the note that implementations are held against (golang.org/x/mod/sumdb/note). */
const VERIFIER = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW';
const SIGNER = 'PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz';
const TEXT =
  "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";
const NOTE = `${TEXT}\n— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n`;

const verifier = verifierFrom(VERIFIER) as Verifier;
const signer = signerFrom(SIGNER) as Signer;

describe('the published note', () => {
  test('is what its key signs, and opens', () => {
    expect(signedNote(TEXT, signer)).toBe(NOTE);
    expect(openNote(NOTE, verifier)).toEqual({ text: TEXT });
    expect(signer.verifier.text).toBe(VERIFIER);
  });

  test('opens beside signatures of others', () => {
    const others = signedNote(TEXT, signerOf('other', Buffer.alloc(32, 1))).slice(TEXT.length + 1);
    expect(openNote(`${NOTE}${others}`, verifier)).toEqual({ text: TEXT });
  });

  test('is not opened by another key of the same name', () => {
    const other = signerOf('PeterNeumann', Buffer.alloc(32, 1));
    expect(openNote(NOTE, other.verifier)).toHaveProperty(
      'fault',
      expect.stringContaining('not signed by the key'),
    );
    const forged = signedNote(TEXT, { ...other, verifier: { ...other.verifier, id: verifier.id } });
    expect(openNote(forged, verifier)).toHaveProperty('fault', expect.stringContaining('does not hold'));
  });

  test('opens with no byte changed, gone, or doubled', () => {
    const bytes = Buffer.from(NOTE);
    const at = fc.integer({ min: 0, max: bytes.length - 1 });
    const changed = fc.tuple(
      at,
      fc.integer({ min: 1, max: 255 }),
      fc.constantFrom('change', 'drop', 'double'),
    );
    fc.assert(
      fc.property(changed, ([index, by, how]) => {
        const byte = bytes[index] ?? 0;
        const put = how === 'change' ? [(byte + by) % 256] : how === 'drop' ? [] : [byte, byte];
        const note = Buffer.concat([
          bytes.subarray(0, index),
          Buffer.from(put),
          bytes.subarray(index + 1),
        ]).toString();
        if (note !== NOTE) expect(openNote(note, verifier)).toHaveProperty('fault');
      }),
      { numRuns: 400 },
    );
  });
});

describe('keys', () => {
  test('are read from nothing but their whole text', () => {
    for (let end = 0; end < VERIFIER.length; end += 1)
      expect(verifierFrom(VERIFIER.slice(0, end))).toBeUndefined();
    for (let start = 1; start < VERIFIER.length; start += 1)
      expect(verifierFrom(VERIFIER.slice(start))).toBeUndefined();
    expect(verifierFrom(VERIFIER.replace('c74f20a3', 'c74f20a4'))).toBeUndefined();
    expect(signerFrom(VERIFIER)).toBeUndefined();
  });

  test('are kept as they were made', () => {
    const made = signerOf('millrace/shop', Buffer.alloc(32, 7));
    expect(signerFrom(signerText('millrace/shop', Buffer.alloc(32, 7)))?.verifier.text).toBe(
      made.verifier.text,
    );
    expect(verifierFrom(`${made.verifier.text}\n`)?.id).toEqual(made.verifier.id);
  });
});

describe('a checkpoint', () => {
  const own = signerOf('example.com/log42', Buffer.alloc(32, 3));

  test('has the origin, the size and the root, each in its line', () => {
    const note = checkpointNote({ size: 12, root: emptyRoot() }, own);
    expect(note.split('\n').slice(0, 4)).toEqual([
      'example.com/log42',
      '12',
      '47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=',
      '',
    ]);
    expect(openCheckpoint(note, own.verifier)).toEqual({
      origin: 'example.com/log42',
      size: 12,
      root: emptyRoot(),
    });
  });

  test.each([
    ['of another trail', `other\n1\n${emptyRoot().toString('base64')}\n`, 'it is of another trail, "other"'],
    [
      'of a size with a zero before it',
      `example.com/log42\n01\n${emptyRoot().toString('base64')}\n`,
      'it is not a checkpoint',
    ],
    ['of half a root', 'example.com/log42\n1\nAAAA\n', 'it is not a checkpoint'],
    ['of nothing else', 'example.com/log42\n', 'it is not a checkpoint'],
  ])('%s is none, whoever signed it', (_, text, fault) => {
    expect(openCheckpoint(signedNote(text, own), own.verifier)).toEqual({ fault });
  });
});
