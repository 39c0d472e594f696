import { describe, expect, it } from 'vitest';
import { fromValue } from '../index.js';
import { brief, problemsFrom } from '../testing/documents.js';

const base = { millrace: 1, pipeline: 'p', nodes: {} };
const wrong = (value: unknown) => problemsFrom(() => fromValue(value, 'p.ts')).map(brief);

describe('a document from a value', () => {
  it('has texts and no places', () => {
    const { document, source } = fromValue({ ...base, tags: [1.5, true, 'x'], owner: undefined }, 'p.ts');
    expect(document).toEqual({ ...base, tags: ['1.5', 'true', 'x'] });
    expect(source.sourceText(['tags', 0])).toBe('1.5');
    expect(source.valuePlace(['tags', 0])).toBeUndefined();
    expect(source.keyPlace(['tags'])).toBeUndefined();
    expect(source.textPlace(['tags', 2], 0, 1)).toBeUndefined();
  });

  it('takes big integers as they are', () => {
    expect(fromValue({ ...base, tags: [12345678901234567890n] }, 'p.ts').document.tags).toEqual([
      '12345678901234567890',
    ]);
  });

  it('is the same when it is read again', () => {
    const { document } = fromValue({ ...base, tags: [1] }, 'p.ts');
    expect(fromValue(document, 'p.ts').document).toEqual(document);
  });

  it.each([
    [{ ...base, tags: [new Date(0)] }, 'MR1022 - a Date object at "tags.0" cannot be part of a document'],
    [{ ...base, owner: () => 1 }, 'MR1022 - a function at "owner" cannot be part of a document'],
    [{ ...base, owner: Number.NaN }, 'MR1022 - the number NaN at "owner" cannot be part of a document'],
    [{ ...base, ownr: 'x' }, 'MR1020 - unknown key "ownr"'],
    [undefined, 'MR1009 - the document is null, not a mapping'],
    [[], 'MR1009 - the document is a list, not a mapping'],
  ])('%#', (value, problem) => {
    expect(wrong(value)).toContain(problem);
  });

  it('does not follow a circle', () => {
    const circle: unknown[] = [];
    circle.push(circle);
    expect(wrong({ ...base, tags: circle })).toEqual([
      'MR1008 - the document is nested more than 100 levels deep',
    ]);
  });
});
