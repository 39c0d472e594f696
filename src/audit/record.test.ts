import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalJson } from '../base/hash.js';
import { entryTexts, isCanonical, NO_PREVIOUS, recordFrom, recordLine } from './record.js';
import { entryOf } from './testing/trail.js';

const head = { number: 7, at: '2026-01-31T09:30:00.000Z', previous: NO_PREVIOUS };

describe('the line of a record', () => {
  test('is its canonical JSON, whatever is in its details', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const entry = { ...entryOf(1), details: { value: JSON.parse(JSON.stringify(value)) } };
        const line = recordLine(entryTexts(entry), head);
        expect(line.toString()).toBe(canonicalJson({ ...entry, ...head }));
        expect(recordFrom(line)).toEqual({ ...entry, ...head });
      }),
    );
  });

  test('cannot say another number, time or predecessor than it has', () => {
    const claims = { ...entryOf(1), number: 1, at: 'never', previous: 'none' };
    expect(recordFrom(recordLine(entryTexts(claims), head))).toMatchObject(head);
  });

  test.each([
    ['with a space', (text: string) => text.replace(':', ': ')],
    ['with a number in another form', (text: string) => text.replace('"rows":1', '"rows":1.0')],
    ['with a character escaped', (text: string) => text.replace('Älice', '\\u00c4lice')],
    ['with a key twice', (text: string) => text.replace('"rows":1', '"rows":1,"rows":1')],
    [
      'with keys in another order',
      (text: string) => text.replace(/"number":7,("outcome":"\w+"),/, '$1,"number":7,'),
    ],
    ['that is another value', () => '[]'],
    ['that is no JSON', (text: string) => text.slice(1)],
  ])('is none %s', (_, change) => {
    const text = recordLine(entryTexts(entryOf(1)), head).toString();
    expect(change(text)).not.toBe(text);
    expect(recordFrom(Buffer.from(change(text)))).toBeUndefined();
  });

  test('is none with bytes that are no UTF-8', () => {
    const line = recordLine(entryTexts(entryOf(1)), head);
    line[line.indexOf('alice')] = 0xff;
    expect(recordFrom(line)).toBeUndefined();
  });
});

describe('canonical JSON', () => {
  test('is told from other JSON as the canonical form itself tells it', () => {
    const spaced = fc.json({ stringUnit: 'grapheme' });
    const numbered = fc.constantFrom(
      '{"10":1,"9":1}',
      '{"9":1,"10":1}',
      '{"b":1,"a":1}',
      '[{"b":1,"a":1}]',
      '1e21',
      '-0',
    );
    fc.assert(
      fc.property(fc.oneof(spaced, numbered), (text) => {
        const value: unknown = JSON.parse(text);
        expect(isCanonical(text, value)).toBe(canonicalJson(value) === text);
      }),
    );
  });
});
