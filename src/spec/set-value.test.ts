import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { flowText } from './flow-text.js';
import { setValue } from './set-value.js';

describe('a value set in a YAML document', () => {
  test.each([
    [
      'behind the last key of a block',
      'a:\n  b: 1 # one\n\nc: 2\n',
      ['a', 'd'],
      3,
      'a:\n  b: 1 # one\n  d: 3\n\nc: 2\n',
    ],
    ['into a map in one line', 'a: { b: 1 } # one\n', ['a', 'd'], [1, 2], 'a: { b: 1, d: [1, 2] } # one\n'],
    ['into an empty map', 'a: {}\n', ['a', 'd'], 'x', 'a: { d: x }\n'],
    ['in place of another', 'a: { d: 1, b: 2 }\n', ['a', 'd'], true, 'a: { d: true, b: 2 }\n'],
    ['after those of a list', 'a: { d: [x] }\n', ['a', 'd'], ['y', 'x'], 'a: { d: [x, y] }\n'],
    ['where no map is yet', 'a: 1\n', ['b', 'c', 'd'], 1, 'a: 1\nb: { c: { d: 1 } }\n'],
    ['in a document without a last line end', 'a:\n  b: 1', ['a', 'c'], 2, 'a:\n  b: 1\n  c: 2'],
    ['under a key that is in quotes', '"a b":\n  c: 1\n', ['a b', 'd'], 2, '"a b":\n  c: 1\n  d: 2\n'],
    [
      'before a comment that stands by itself',
      'a:\n  b: 1\n  # later\n',
      ['a', 'c'],
      2,
      'a:\n  b: 1\n  c: 2\n  # later\n',
    ],
    [
      'behind text of several lines',
      'a:\n  b: |\n    x\n    y\nc: 1\n',
      ['a', 'd'],
      2,
      'a:\n  b: |\n    x\n    y\n  d: 2\nc: 1\n',
    ],
  ] as const)('%s', (_, text, path, value, expected) => {
    expect(setValue(text, path, value)).toBe(expected);
  });

  test('keeps the line ends of the document', () => {
    const text = 'a:\r\n  b: 1 # one\r\nc: 2\r\n';
    expect(setValue(text, ['a', 'd'], 3)).toBe('a:\r\n  b: 1 # one\r\n  d: 3\r\nc: 2\r\n');
  });

  test.each([
    ['a list', '- a\n', ['a']],
    ['a map in the place of the value', 'a: { d: { x: 1 } }\n', ['a', 'd']],
    ['text halfway', 'a: { c: file.yaml }\n', ['a', 'c', 'd']],
    ['a comment at the end of a map in one line', 'a: { b: 1 # one\n  }\nc: 2\n', ['a', 'd']],
    ['a part that an alias shares', 'x: { f: &f { b: 1 } }\ny: { f: *f }\n', ['x', 'f', 'c']],
    ['an explicit key', '? a\n: { b: 1 }\n? c\n: 2\n', ['d']],
    ['an alias', 'x: &x { b: 1 }\na: *x\n', ['a', 'c']],
    ['what an alias stands for', 'x: &x { b: 1 }\na: *x\n', ['x', 'c']],
  ] as const)('is not written over %s', (_, text, path) => {
    expect(setValue(text, path, 1)).toBeUndefined();
  });

  test('is read back, whatever the keys and the values are', () => {
    const value = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.array(fc.string(), { maxLength: 3 }));
    const text = 'a: # first\n  b: { c: 1 }\n  d: 2\n';
    fc.assert(
      fc.property(
        fc.constantFrom(['a'], ['a', 'b']),
        fc.string({ minLength: 1 }),
        value,
        (path, key, given) => {
          fc.pre(!['b', 'c', 'd', '__proto__'].includes(key));
          const after = parse(setValue(text, [...path, key], given) ?? '') as Record<
            string,
            Record<string, unknown>
          >;
          const place = path.length === 1 ? after['a'] : (after['a']?.['b'] as Record<string, unknown>);
          expect(place?.[key]).toEqual(given);
          expect(after['a']?.['d']).toBe(2);
        },
      ),
      { numRuns: 500 },
    );
  });
});

test('a value in one line is read back as itself', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 3 }), (value) => {
      fc.pre(!JSON.stringify(value).includes('__proto__'));
      expect(parse(flowText(value))).toEqual(JSON.parse(JSON.stringify(value)));
    }),
    { numRuns: 500 },
  );
});
