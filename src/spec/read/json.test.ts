import { describe, expect, it } from 'vitest';
import { parseDocument } from '../index.js';
import { briefly, problemsIn } from '../testing/documents.js';

const json = (rest: string) => `{\n\t"millrace": 1, "pipeline": "p",\n\t"nodes": {}${rest}\n}`;

describe('a JSON document', () => {
  it('is read with places', () => {
    expect(briefly(json(', "ownr": "x"'), 'p.json')).toEqual(['MR1020 3:15 unknown key "ownr"']);
  });

  it('keeps the text of numbers', () => {
    const { document } = parseDocument(json(', "tags": [1.10, 12345678901234567890, true]'), 'p.json');
    expect(document.tags).toEqual(['1.10', '12345678901234567890', 'true']);
  });

  it('knows the escapes of strings', () => {
    const { document, source } = parseDocument(json(String.raw`, "owner": "a\u00e9\n\/b"`), 'p.json');
    expect(document.owner).toBe('aé\n/b');
    expect(source.textPlace(['owner'], 4, 1)).toMatchObject({ line: 3, column: 36, length: 1 });
  });

  it.each([
    [json(','), 'MR1002 4:1 malformed JSON: expected a key in double quotes, found "}"'],
    [json(', "a": 01'), 'MR1002 3:20 malformed JSON: expected a value, found "0"'],
    [json(', "a": [1,]'), 'MR1002 3:23 malformed JSON: expected a value, found "]"'],
    [json(', "a" 1'), 'MR1002 3:19 malformed JSON: expected ":", found "1"'],
    [json(', "a": "x'), 'MR1002 3:20 malformed JSON: expected a value, found """'],
    [`${json('')} x`, 'MR1002 4:3 malformed JSON: expected the end, found "x"'],
    ['{"a": 1', 'MR1002 1:8 malformed JSON: expected "," or "}", found the end'],
    [json(', "nodes": {}'), 'MR1003 3:15 duplicate key "nodes"'],
    [json(', "__proto__": {}'), 'MR1024 3:15 "__proto__" cannot be a key'],
    [' ', 'MR1009 - "p.json" is empty'],
    ['[]', 'MR1009 1:1 the document is a list, not a mapping'],
  ])('%j', (text, problem) => {
    expect(briefly(text, 'p.json')).toEqual([problem]);
  });

  it.each(['[', '{"a":'])('does not overflow on 100,000 times %s', (unit) => {
    expect(problemsIn(unit.repeat(100_000), 'p.json')[0]?.code).toBe('MR1008');
  });
});
