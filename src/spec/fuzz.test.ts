import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { problemsIn } from './testing/documents.js';

const sound = `
millrace: 1
pipeline: p
params: { minutes: { type: integer, default: 15, min: 0 } }
resources: { memory: 1GB, stores: { raw: { folder: ./data } } }
nodes:
  flights: &f
    use: read_csv
    with: { path: "raw://a.csv", types: { a: BIGINT } }
  late:
    use: filter
    from: { x: flights }
    with:
      where: >-
        delay > $minutes
        and name = 'x' # no comment
tests:
  - name: t
    given: { flights: [{ a: 1.0, b: null }] }
    expect: {}
`;

const pieces = fc.constantFrom(
  ...[
    '{',
    '}',
    '[',
    ']',
    '(',
    ')',
    ':',
    ': ',
    ',',
    ', ',
    '- ',
    '? ',
    '#',
    ' #',
    "'",
    '"',
    '*',
    '&',
    '!',
    '%',
    '@',
  ],
  ...[
    '`',
    '|',
    '>',
    '\n',
    '\n  ',
    '\t',
    '\r\n',
    '---\n',
    '...\n',
    '<<: ',
    '*f',
    '!!str ',
    '\\',
    '\0',
    '\u{FEFF}',
  ],
  ...[
    '$' + '{env:A}',
    '{ secret: A }',
    'null',
    '~',
    '0x1',
    '1e999',
    '__proto__: 1',
    'millrace: 1',
    '😀',
    '\u{D800}',
  ],
);
const edit = fc.tuple(fc.nat(sound.length), fc.nat(12), pieces);

const edited = (edits: readonly (readonly [number, number, string])[]): string =>
  edits.reduce((text, [at, removed, put]) => text.slice(0, at) + put + text.slice(at + removed), sound);

const isInside = (text: string, line: number, column: number): boolean =>
  line <= text.split('\n').length && column >= 1;

describe('whatever is written', () => {
  it('is a document or has problems with places inside the text; nothing else is ever thrown', () => {
    fc.assert(
      fc.property(fc.array(edit, { maxLength: 5 }), fc.constantFrom('p.yaml', 'p.json'), (edits, file) => {
        const text = edited(edits);
        for (const { code, message, place } of problemsIn(text, file)) {
          expect(code).not.toBe('MR9999');
          expect(message).not.toMatch(/undefined|\[object/);
          expect(place === undefined || isInside(text, place.line, place.column)).toBe(true);
        }
      }),
      { seed: 20_260_131, numRuns: 2000 },
    );
  });
});
