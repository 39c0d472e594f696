import { describe, expect, it } from 'vitest';
import { parseDocument } from '../index.js';
import { briefly, documentWith, problemsIn, withConfig } from '../testing/documents.js';

const nested = (levels: number) => withConfig(`x: ${'['.repeat(levels)}${']'.repeat(levels)}`);

describe('YAML that is refused', () => {
  it('a duplicate key, with the line of the first', () => {
    const [first] = problemsIn(documentWith('pipeline: q'));
    expect(first).toMatchObject({
      code: 'MR1003',
      message: 'duplicate key "pipeline"',
      label: 'first given on line 2',
      place: { line: 5, column: 1, length: 8, lineText: 'pipeline: q' },
    });
  });

  it('a duplicate key that is quoted once', () => {
    expect(briefly(documentWith('tags: [a]', '"tags": [b]'))).toEqual(['MR1003 6:1 duplicate key "tags"']);
  });

  it.each([
    ['owner: !me x', 'MR1004 5:8 the tag "!me" is not allowed'],
    ['owner: !!str x', 'MR1004 5:8 the tag "!!str" is not allowed'],
    ['tags: !!set [a]', 'MR1004 5:7 the tag "!!set" is not allowed'],
    ['params: { <<: { } }', 'MR1005 5:11 the merge key "<<" is not allowed'],
    ['? [a, b]\n: c', 'MR1002 5:3 a key must be a word or a quoted text'],
    [': c', 'MR1002 5:1 a key is missing before ":"'],
    ['tags: [a\nowner: b', 'MR1002 6:1 a "{" or "[" before this place is never closed'],
    ['owner: "a\ntags: [b]', 'MR1002 5:8 a quoted text is never closed'],
    ['owner', 'MR1002 5:1 a key without ":" and a value'],
    [' owner: a', 'MR1002 5:1 the line does not fit the indentation of the lines around it'],
    ['owner: "a\\qb"', 'MR1002 5:10 malformed YAML: invalid escape sequence \\q'],
    ['__proto__: {}', 'MR1024 5:1 "__proto__" cannot be a key'],
  ])('%s', (line, problem) => {
    expect(briefly(documentWith(line))[0]).toBe(problem);
  });

  it('a quoted text without its end, on the last line too', () => {
    expect(briefly(withConfig(`where: 'a = b`).trimEnd())).toEqual([
      'MR1002 7:14 a quoted text is never closed',
    ]);
  });

  it('a tab as indentation', () => {
    const [first] = problemsIn('millrace: 1\nnodes:\n\ta: 1\n');
    expect(first).toMatchObject({
      code: 'MR1002',
      message: 'a tab is used as indentation',
      mend: 'Indent with spaces; YAML does not take tabs.',
      place: { line: 3, column: 1 },
    });
  });

  it.each([
    ['%YAML 1.1', 'MR1006 1:1 the directive "%YAML 1.1" asks for another YAML than 1.2'],
    ['%TAG ! tag:x,2000:', 'MR1004 1:1 tags cannot be declared'],
    ['%FOO', 'MR1002 1:1 unknown directive "%FOO"'],
  ])('the directive %s', (directive, problem) => {
    expect(briefly(`${directive}\n---\n${documentWith()}`)).toEqual([problem]);
  });

  it('several documents in one file', () => {
    expect(briefly(documentWith('---', 'millrace: 1'))).toEqual([
      'MR1002 5:1 the file holds several YAML documents',
    ]);
  });

  it.each([
    ['NUL', 'a\0b', 'MR1002 5:10 the control character U+0000 is not allowed'],
    ['escape', 'a\x1bb', 'MR1002 5:10 the control character U+001B is not allowed'],
  ])('control characters: %s', (_, text, problem) => {
    expect(briefly(documentWith(`owner: "${text}"`))).toEqual([problem]);
  });

  it.each([
    ['', 'MR1009 - "pipeline.yaml" is empty'],
    ['# only a comment\n', 'MR1009 - "pipeline.yaml" is empty'],
    ['- a\n', 'MR1009 1:1 the document is a list, not a mapping'],
    ['hello', 'MR1009 1:1 the document is the text "hello", not a mapping'],
  ])('what is no mapping: %j', (text, problem) => {
    expect(briefly(text)).toEqual([problem]);
  });
});

describe('aliases', () => {
  it('stand for the value of their anchor', () => {
    const { document } = parseDocument(
      documentWith('params:', '  a: &p { type: date }', '  b: *p'),
      'p.yaml',
    );
    expect(document.params).toEqual({ a: { type: 'date' }, b: { type: 'date' } });
  });

  it('have places where they are written out', () => {
    const text = documentWith('params:', '  a: &p { type: dat }', '  b: *p');
    expect(problemsIn(text).map(({ place }) => place?.line)).toEqual([6]);
  });

  it('are refused where they expand without bound', () => {
    const level = (name: string, of: string) => `${name}: &${name} [${Array(10).fill(of).join(', ')}]`;
    const bomb = [level('a', 'x'), level('b', '*a'), level('c', '*b'), level('d', '*c'), level('e', '*d')];
    expect(briefly(bomb.join('\n'))).toEqual([
      'MR1007 4:36 the aliases of the document stand for more than 10,000 values',
    ]);
  });

  it('are refused inside what they stand for', () => {
    expect(briefly(withConfig('x: &a [*a]'))).toEqual([
      'MR1007 7:14 the alias "*a" stands inside what it stands for',
    ]);
  });
});

describe('size', () => {
  it('takes 100 levels and no more', () => {
    expect(briefly(nested(96))).toEqual([]);
    expect(briefly(nested(97))).toEqual(['MR1008 7:106 the document is nested more than 100 levels deep']);
  });

  it.each(['[', '{a: ', '- ', '? ', 'a: '])('does not overflow on 100,000 times %j', (unit) => {
    const [first, ...others] = problemsIn(unit.repeat(100_000));
    expect(first).toMatchObject({ code: 'MR1008', place: { line: 1 } });
    expect(others).toEqual([]);
  });

  it('counts levels that aliases make', () => {
    const chain = Array.from({ length: 60 }, (_, level) => `k${level}: &k${level} [[*k${level - 1}]]`);
    chain[0] = 'k0: &k0 [x]';
    expect(briefly(chain.join('\n'))).toHaveLength(1);
    expect(problemsIn(chain.join('\n'))[0]?.code).toBe('MR1008');
  });

  it('takes 4 MB and no more', () => {
    const filled = (bytes: number) => documentWith().padEnd(bytes, '#');
    expect(briefly(filled(4_000_000))).toEqual([]);
    expect(briefly(filled(4_000_001))).toEqual(['MR1008 - "pipeline.yaml" is larger than 4 MB']);
    expect(briefly(`${documentWith()}#${'é'.repeat(2_000_000)}`)).toHaveLength(1);
  });
});

describe('YAML that is taken', () => {
  it('starts with a byte order mark, or ends lines with CRLF', () => {
    const text = documentWith('ownr: x');
    const [plain] = problemsIn(text);
    expect(problemsIn(`\u{FEFF}${text}`)).toEqual([plain]);
    expect(problemsIn(text.replaceAll('\n', '\r\n'))).toEqual([plain]);
  });

  it('has the words of YAML 1.2: yes, no and on are text', () => {
    const { document } = parseDocument(withConfig('a: yes', 'b: on', 'c: 0o17', 'd: 2001-01-01'), 'p.yaml');
    expect(document.nodes['a']?.with).toEqual({ a: 'yes', b: 'on', c: 15, d: '2001-01-01' });
  });

  it('has keys as they are written', () => {
    const { document } = parseDocument(withConfig('null: a', '1.10: b', 'true: c'), 'p.yaml');
    expect(document.nodes['a']?.with).toEqual({ null: 'a', '1.10': 'b', true: 'c' });
  });

  it('keeps a number as text that a double would change', () => {
    const { document } = parseDocument(withConfig('a: 12345678901234567890', 'b: 007', 'c: 1.50'), 'p.yaml');
    expect(document.nodes['a']?.with).toEqual({ a: '12345678901234567890', b: '007', c: 1.5 });
  });
});
