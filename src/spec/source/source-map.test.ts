import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { parseDocument } from '../index.js';
import { withConfig } from '../testing/documents.js';
import { marked } from '../testing/text.js';

const WHERE = ['nodes', 'a', 'with', 'where'];

const parsedWith = (...lines: readonly string[]) => parseDocument(withConfig(...lines), 'p.yaml');

/** Line and marked text of a word in the value of `where`. */
const placeOf = (word: string, ...lines: readonly string[]) => {
  const { document, source } = parsedWith(...lines);
  const value = String(document.nodes['a']?.with?.['where']);
  const place = source.textPlace(WHERE, value.indexOf(word), word.length);
  return [place?.line, place?.column, marked(place)];
};

describe('a place inside a text', () => {
  it('of a plain value', () => {
    expect(placeOf('dely', 'where: delay > dely')).toEqual([7, 22, 'dely']);
  });

  it('of a plain value over several lines', () => {
    const lines = ['where: a > 1', '  and b > 2', '', '  and dely > 3'];
    expect(placeOf('dely', ...lines)).toEqual([10, 13, 'dely']);
    expect(placeOf('b', ...lines)).toEqual([8, 13, 'b']);
  });

  it('of a single-quoted value, past doubled quotes', () => {
    expect(placeOf('dely', `where: '''it''''s'' = dely'`)).toEqual([7, 29, 'dely']);
  });

  it('of a double-quoted value, past escapes', () => {
    expect(placeOf('dely', String.raw`where: "\"a\u00e9\x41\n\" = dely"`)).toEqual([7, 35, 'dely']);
    expect(placeOf('é', String.raw`where: "a\u00e9b"`)).toEqual([7, 16, '\\u00e9']);
  });

  it('of a double-quoted value over several lines', () => {
    expect(placeOf('dely', 'where: "a > 1', '  and \\', '  dely > 3"')).toEqual([9, 9, 'dely']);
  });

  it('of a literal block', () => {
    const lines = ['where: |', '  select a', '    from b', '', '  where dely > 3'];
    expect(placeOf('dely', ...lines)).toEqual([11, 15, 'dely']);
    expect(placeOf('from', ...lines)).toEqual([9, 11, 'from']);
  });

  it('of a folded block', () => {
    const lines = ['where: >-  # folded', '  a > 1', '  and dely > 3', '', '  and c'];
    expect(placeOf('dely', ...lines)).toEqual([9, 13, 'dely']);
    expect(placeOf('and c', ...lines)).toEqual([11, 9, 'and c']);
  });

  it('of a stretch over two lines ends with the first', () => {
    const lines = ['where: |', '  select a', '  from b'];
    expect(placeOf('a\nfrom', ...lines)).toEqual([8, 16, 'a']);
  });

  it('at the end of a text is one character long', () => {
    const { source } = parsedWith('where: a >');
    expect(source.textPlace(WHERE, 3, 1)).toMatchObject({ line: 7, column: 17, length: 1 });
    expect(source.textPlace(WHERE, 99, 5)).toMatchObject({ line: 7, column: 17, length: 1 });
  });

  it('of a value with CRLF', () => {
    const text = withConfig('where: |', '  select a', '  from dely').replaceAll('\n', '\r\n');
    const { document, source } = parseDocument(text, 'p.yaml');
    const value = String(document.nodes['a']?.with?.['where']);
    expect(marked(source.textPlace(WHERE, value.indexOf('dely'), 4))).toBe('dely');
  });

  it('finds every word in every style', () => {
    const word = fc.stringMatching(/^[a-z]{3,8}$/);
    const filler = fc.constantFrom(
      ' ',
      '  ',
      '\n',
      '\n\n',
      '\n  ',
      ` ' `,
      ' " ',
      ' \\ ',
      ' é ',
      ' 😀 ',
      ' # ',
      ' : ',
    );
    const texts = fc.array(fc.tuple(word, filler), { minLength: 1, maxLength: 8 });
    const styles = fc.constantFrom('PLAIN', 'QUOTE_SINGLE', 'QUOTE_DOUBLE', 'BLOCK_LITERAL', 'BLOCK_FOLDED');
    const check = (pairs: readonly (readonly [string, string])[], style: 'PLAIN') => {
      const text = pairs.map((pair) => pair.join('')).join('');
      const value = { millrace: 1, pipeline: 'p', nodes: { a: { use: 'x', with: { where: text } } } };
      // An escaped line break may cut a word in two; then its place is the part on the first line.
      const lineWidth = (style as string) === 'QUOTE_DOUBLE' ? 0 : 40;
      const written = stringify(value, { defaultStringType: style, defaultKeyType: 'PLAIN', lineWidth });
      const { source } = parseDocument(written, 'p.yaml');
      let offset = 0;
      for (const [each, gap] of pairs) {
        expect(marked(source.textPlace(WHERE, offset, each.length))).toBe(each);
        offset += each.length + gap.length;
      }
    };
    fc.assert(
      fc.property(texts, styles, (pairs, style) => check(pairs, style as 'PLAIN')),
      { seed: 20_260_131, numRuns: 300 },
    );
  });
});

describe('the place of a value or a key', () => {
  const { source } = parsedWith('where: a > 1', 'by: [x, yy]');

  it('is where it stands', () => {
    expect(marked(source.valuePlace(WHERE))).toBe('a > 1');
    expect(marked(source.keyPlace(WHERE))).toBe('where');
    expect(marked(source.valuePlace(['nodes', 'a', 'with', 'by', 1]))).toBe('yy');
    expect(marked(source.keyPlace(['nodes', 'a', 'with', 'by', 1]))).toBe('yy');
  });

  it('is that of what is around it where there is none', () => {
    expect(marked(source.valuePlace(['nodes', 'a', 'with', 'by', 7, 'z']))).toBe('[x, yy]');
    expect(source.valuePlace(['nowhere'])).toMatchObject({ line: 1, column: 1 });
    expect(source.keyPlace(['nodes', 'b'])).toBeUndefined();
  });

  it('is cut to the line on which it starts', () => {
    expect(marked(source.valuePlace(['nodes', 'a']))).toBe('use: filter');
  });
});

describe('the source text of a scalar', () => {
  it('is what is written, without quotes', () => {
    const { source } = parsedWith(
      'a: 00123',
      'b: 1.10',
      'c: "x"',
      'd: 12345678901234567890',
      'e: ~',
      'f:',
      'g: [1]',
    );
    const texts = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((key) =>
      source.sourceText(['nodes', 'a', 'with', key]),
    );
    expect(texts).toEqual(['00123', '1.10', 'x', '12345678901234567890', '~', 'null', undefined]);
  });
});
