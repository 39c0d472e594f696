import { describe, expect, it } from 'vitest';
import { parseDocument } from '../index.js';
import { briefly, documentWith, problemsIn, withConfig } from '../testing/documents.js';

/** Message, label, mend and marked text of the one problem that a text has. */
const trapIn = (text: string) => {
  const [first, ...others] = problemsIn(text);
  expect(others).toEqual([]);
  const { lineText = '', column = 1, length = 0 } = first?.place ?? {};
  return {
    code: first?.code,
    message: first?.message,
    label: first?.label,
    mend: first?.mend,
    marked: lineText.slice(column - 1, column - 1 + length),
  };
};

const whereOf = (text: string): unknown => parseDocument(text, 'p.yaml').document.nodes['a']?.with?.['where'];

describe('an expression that starts with a sign of YAML', () => {
  const quoted = 'YAML reads the first quoted text as the whole value';
  const block = 'YAML reads the head of a text block';
  it.each([
    [`'a' = b`, `"'"`, quoted, `"'a' = b"`],
    [`"x" > 1`, `'"'`, quoted, `'"x" > 1'`],
    [`'it''s' || "x"`, `"'"`, quoted, `'''it''''s'' || "x"'`],
    ['*', '"*"', 'YAML reads it as an alias', '"*"'],
    ['*x', '"*"', 'YAML reads it as an alias', '"*x"'],
    ['*x > 2', '"*"', 'YAML reads it as an alias', '"*x > 2"'],
    ['&a', '"&"', 'YAML reads it as an anchor', '"&a"'],
    ['&a > 3', '"&"', 'YAML reads it as an anchor', '"&a > 3"'],
    ['!x', '"!"', 'YAML reads it as a tag', '"!x"'],
    ['!x > 3', '"!"', 'YAML reads it as a tag', '"!x > 3"'],
    ['!(a > 3)', '"!"', 'YAML reads it as a tag', '"!(a > 3)"'],
    ['! a', '"!"', 'YAML reads it as a tag', '"! a"'],
    ['%x', '"%"', 'YAML keeps this character for directives', '"%x"'],
    ['@x', '"@"', 'YAML keeps this character for itself', '"@x"'],
    ['`x` = 1', '"`"', 'YAML keeps this character for itself', '"`x` = 1"'],
    ['[1,2][1] = x', '"["', 'YAML reads a list', '"[1,2][1] = x"'],
    [`{'a':1}.a`, '"{"', 'YAML reads a mapping', `"{'a':1}.a"`],
    ['> 3', '">"', block, '"> 3"'],
    ['>= 3', '">"', block, '">= 3"'],
    ['| x', '"|"', block, '"| x"'],
    ['- x + 3', '"-"', 'YAML reads a list item', '"- x + 3"'],
    ['? x', '"?"', 'YAML reads a key', '"? x"'],
  ])('where: %s', (expression, sign, label, mended) => {
    expect(trapIn(withConfig(`where: ${expression}`, 'more: 1'))).toEqual({
      code: 'MR1010',
      message: `an expression that starts with ${sign} must be quoted`,
      label,
      mend: `write: where: ${mended}`,
      marked: expression,
    });
    expect(whereOf(withConfig(`where: ${mended}`))).toBe(expression);
  });

  it('is found in a list and inside { } too', () => {
    expect(trapIn(withConfig('all:', `  - 'a' = b`)).mend).toBe(`write: - "'a' = b"`);
    const inside = trapIn(withConfig(`deep: { where: 'a' = b, c: 1 }`));
    expect(inside).toMatchObject({ marked: `'a' = b`, mend: `write: where: "'a' = b"` });
    expect(trapIn(withConfig('deep: { where: @b, c: 1 }')).mend).toBe('write: where: "@b"');
  });

  it('leaves a comment after it out', () => {
    expect(trapIn(withConfig(`where: 'a' = b # note`))).toMatchObject({ marked: `'a' = b` });
  });

  it('does not lose the others: each of them is reported', () => {
    const text = withConfig('where: @x', 'other: `y`', 'third: %z');
    expect(briefly(text).map((line) => line.slice(0, 11))).toEqual([
      'MR1010 7:14',
      'MR1010 8:14',
      'MR1010 9:14',
    ]);
  });

  it('is a tag where no expression can stand', () => {
    expect(briefly(documentWith('owner: !me x'))).toEqual(['MR1004 5:8 the tag "!me" is not allowed']);
  });
});

describe('a comma inside { } or [ ]', () => {
  it('makes a key without a value of the second half', () => {
    expect(trapIn(withConfig('columns: { n: round(x, 2) }'))).toEqual({
      code: 'MR1010',
      message: 'the key "2)" has no value: inside { } a comma ends the expression before it',
      label: 'the comma ends the value',
      mend: 'write: n: "round(x, 2)"',
      marked: 'round(x, 2)',
    });
  });

  it('leaves a bracket open where the second half has a colon', () => {
    expect(trapIn(withConfig(`columns: { n: f(x, 'b': 1) }`)).message).toBe(
      'inside { } a comma ended the expression before its bracket closed',
    );
  });

  it('leaves a bracket open in a list', () => {
    expect(trapIn(withConfig('columns: [a, round(x, 2)]'))).toEqual({
      code: 'MR1010',
      message: 'inside [ ] a comma ended the expression before its bracket closed',
      label: 'the comma ends the value',
      mend: 'write: - "round(x, 2)"',
      marked: 'round(x, 2)',
    });
  });

  it('splits a quoted text', () => {
    expect(trapIn(withConfig(`columns: { n: x = 'a, b' }`))).toMatchObject({
      message: `the key "b'" has no value: inside { } a comma ends the expression before it`,
      mend: `write: n: "x = 'a, b'"`,
    });
  });

  it('asks for the value of a key alone', () => {
    expect(trapIn(documentWith('params:', '  x: { type: integer, default }'))).toMatchObject({
      message: 'the key "default" has no value: inside { } a comma starts the next key',
      marked: 'default',
    });
  });

  it('meets a bracket that ends the value before it', () => {
    expect(trapIn(withConfig('columns: { n: parts[1], m: 2 }'))).toMatchObject({
      message: 'inside { } and [ ] a bracket ends the value before it',
      mend: 'write: n: "parts[1]"',
    });
  });

  it('is no trap in quotes, in block style, or between whole values', () => {
    expect(briefly(withConfig('a: { n: "round(x, 2)" }', 'b: round(x, 2)', 'c: [f.*, "it(", b]'))).toEqual(
      [],
    );
  });

  it('leaves the rows of a test alone: a smile is data', () => {
    const tests = ['tests:', '  - name: t', '    given: { a: [{ x: sad :(, y: 1 }] }', '    expect: {}'];
    expect(briefly(documentWith(...tests))).toEqual([]);
  });
});

describe('" #" inside an expression', () => {
  it.each([`name = 'a #1'`, 'coalesce(a, b #c)', 'x and #2', `a = #1`, `a || #b`])(
    'where: %s',
    (expression) => {
      expect(trapIn(withConfig(`where: ${expression}`))).toEqual({
        code: 'MR1010',
        message: 'a comment cut the expression off',
        label: 'a comment starts at " #"',
        mend: `write: where: "${expression}"`,
        marked: expression,
      });
    },
  );

  it('ends a value before its next line', () => {
    expect(trapIn(withConfig('where: a = 1 and # note', '  b = 2'))).toMatchObject({
      code: 'MR1010',
      message: 'a comment ended the value before its next line',
      label: 'a comment starts at " #"',
    });
  });

  it('is found outside of `with` where the comment closes what was open', () => {
    expect(briefly(documentWith(`tags:`, `  - 'x'`, `  - a 'b #1'`))).toEqual([
      'MR1010 7:5 a comment cut the expression off',
    ]);
  });

  it('is an ordinary comment where the expression is whole', () => {
    const lines = ['where: x > 1 #2', 'columns: f.* # all', `other: a = 'b' # it's fine`, 'path: in # x'];
    expect(briefly(withConfig(...lines))).toEqual([]);
    expect(briefly(documentWith(`description: Bob's table # the old one`))).toEqual([]);
  });
});

describe('": " inside an expression', () => {
  it('is taken for a key and its value', () => {
    expect(trapIn(withConfig(`where: x = 'a: b'`))).toEqual({
      code: 'MR1010',
      message: 'the text holds ": ", which YAML reads as a key and its value',
      label: undefined,
      mend: `write: where: "x = 'a: b'"`,
      marked: `x = 'a: b'`,
    });
  });

  it('is found in a list, where YAML itself sees nothing wrong', () => {
    expect(trapIn(withConfig('all:', `  - x = 'a: b'`)).mend).toBe(`write: - "x = 'a: b'"`);
  });

  it('is found inside { }', () => {
    expect(trapIn(withConfig(`deep: { where: x = 'a: b' }`)).mend).toBe(`write: where: "x = 'a: b'"`);
  });

  it('is no trap as a cast', () => {
    expect(briefly(withConfig('where: x::integer > 1'))).toEqual([]);
  });
});
