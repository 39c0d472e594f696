import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { RecordFormat } from './format.js';
import { createScanner } from './scanner.js';

const csv = (escapeMark: string, delimiter = ','): RecordFormat => ({
  kind: 'csv',
  delimiter,
  quote: '"',
  escapeMark,
  above: 0,
  skipped: 0,
});

const long = 'long text, '.repeat(80);
const text = fc
  .array(fc.constantFrom('"', '"', '\n', '\r\n', ',', '§', '\\', ' ', 'a', '漢', long, `${long}\n`), {
    maxLength: 30,
  })
  .map((parts) => Buffer.from(parts.join('')));

/** All places after records, found byte by byte. */
const ends = (format: RecordFormat, bytes: Buffer): readonly number[] => {
  const scanner = createScanner(format);
  const all: number[] = [];
  for (let at = scanner.next(bytes, 0); at >= 0; at = scanner.next(bytes, at)) all.push(at);
  return all;
};

describe('a scanner that passes over bytes', () => {
  test.each([
    ['doubled quotes', csv('"')],
    ['an escape mark', csv('\\')],
    ['a delimiter of two bytes', csv('"', '§')],
    ['lines', { kind: 'lines' }],
  ] as const)('finds the end that it finds byte by byte: %s', (_, format) => {
    let most = 0;
    fc.assert(
      fc.property(text, fc.nat(), fc.nat(), (bytes, first, second) => {
        const [one = 0, two = 0] = [first, second]
          .map((place) => place % (bytes.length + 1))
          .sort((a, b) => a - b);
        const scanner = createScanner(format);
        scanner.pass(bytes, 0, one);
        scanner.pass(bytes, one, two);
        const all = ends(format, bytes);
        most = Math.max(most, all.length);
        expect(scanner.next(bytes, two)).toBe(all.find((end) => end > two) ?? -1);
      }),
      { numRuns: 2_000 },
    );
    expect(most).toBeGreaterThan(5);
  });
});
