import { describe, expect, it } from 'vitest';
import { bindParams, type GivenParams, parseDocument, substituteEnvironment } from '../index.js';
import { brief, briefly, documentWith, problemsFrom } from '../testing/documents.js';

const parsed = (...params: readonly string[]) =>
  parseDocument(documentWith('params:', ...params.map((line) => `  ${line}`)), 'p.yaml');

const wrong = (params: readonly string[], given: GivenParams) =>
  problemsFrom(() => bindParams(parsed(...params), given)).map(brief);

/** Why a value is refused; `ok` where it is taken. */
const verdict = (spec: string, value: string): string => {
  const [first] = wrong([`x: { ${spec} }`], { x: value });
  return first?.replace(`MR1042 6:3 the value "${value}" of the parameter "x" `, '') ?? 'ok';
};

describe('the values of parameters', () => {
  it('are those that are given, or the defaults', () => {
    const params = [
      'a: { type: integer, default: 15 }',
      'b: { type: string, default: 007 }',
      'c: { type: boolean }',
    ];
    expect(bindParams(parsed(...params), { a: '20', c: 'TRUE' })).toEqual({
      a: { type: 'integer', value: '20' },
      b: { type: 'string', value: '007' },
      c: { type: 'boolean', value: 'true' },
    });
  });

  it('are none where a document has no parameters', () => {
    expect(bindParams(parseDocument(documentWith(), 'p.yaml'), {})).toEqual({});
  });

  it('are refused all at once', () => {
    const params = ['minutes: { type: integer }', 'day: { type: date }', 'toString: { type: string }'];
    expect(wrong(params, { minuts: '1', day: 'x' })).toEqual([
      'MR1040 - unknown parameter "minuts"',
      'MR1041 6:3 the parameter "minutes" has no value',
      'MR1042 7:3 the value "x" of the parameter "day" is not a date of the calendar, as YYYY-MM-DD',
      'MR1041 8:3 the parameter "toString" has no value',
    ]);
  });

  it('are checked after substitution where the default comes from the environment', () => {
    const before = parsed('a: { type: integer, max: 5, default: "$' + '{env:A}" }');
    const bind = (value: string) => () =>
      bindParams({ ...before, document: substituteEnvironment(before, { A: value }) }, {});
    expect(bind('5')()).toEqual({ a: { type: 'integer', value: '5' } });
    expect(problemsFrom(bind('6')).map(brief)).toEqual([
      'MR1042 6:40 the value "6" of the parameter "a" is greater than the maximum 5',
    ]);
  });
});

describe('a value of a type', () => {
  it.each([
    ['integer', '-9223372036854775808', 'ok'],
    ['integer', '9223372036854775807', 'ok'],
    ['integer', '9223372036854775808', 'is not a whole number of 64 bits'],
    ['integer', '1.0', 'is not a whole number'],
    ['integer', '1_000', 'is not a whole number'],
    ['integer', ' 1', 'is not a whole number'],
    ['integer', '', 'is not a whole number'],
    ['number', '1.5e-3', 'ok'],
    ['number', '.5', 'ok'],
    ['number', '1e400', 'is not a number that fits a double'],
    ['number', 'NaN', 'is not a number'],
    ['number', '0x10', 'is not a number'],
    ['decimal', '12345678901234567890.123456789012345678', 'ok'],
    ['decimal', '1e5', 'is not a decimal number without exponent'],
    ['decimal', '9'.repeat(39), 'is not a decimal number of at most 38 digits'],
    ['boolean', 'true', 'ok'],
    ['boolean', 'yes', 'is not true or false'],
    ['date', '2024-02-29', 'ok'],
    ['date', '2023-02-29', 'is not a date of the calendar, as YYYY-MM-DD'],
    ['date', '2023-2-9', 'is not a date of the calendar, as YYYY-MM-DD'],
    ['timestamp', '2001-01-01T00:01:00', 'ok'],
    ['timestamp', '2001-01-01 00:01:00.123456', 'ok'],
    ['timestamp', '2001-01-01T00:01:00+02:00', 'ok'],
    ['timestamp', '2001-01-01T00:01:00Z', 'ok'],
    ['timestamp', '2001-01-01', 'ok'],
    ['timestamp', '2001-01-01T25:00:00', 'is not a timestamp, as YYYY-MM-DDTHH:MM:SS'],
    ['timestamp', '2001-02-30T00:00:00', 'is not a timestamp, as YYYY-MM-DDTHH:MM:SS'],
    ['timestamp', '2001-01-01T00:00:00+99:00', 'is not a timestamp, as YYYY-MM-DDTHH:MM:SS'],
    ['string', '', 'ok'],
  ])('%s takes %j: %s', (type, value, expected) => {
    expect(verdict(`type: ${type}`, value)).toBe(expected);
  });
});

describe('limits', () => {
  it.each([
    ['type: integer, min: 9007199254740993', '9007199254740992', 'is less than the minimum 9007199254740993'],
    ['type: integer, min: 9007199254740993', '9007199254740993', 'ok'],
    ['type: integer, max: -5', '-4', 'is greater than the maximum -5'],
    ['type: integer, max: -5', '-5', 'ok'],
    [
      'type: decimal, max: 0.1000000000000000000001',
      '0.1000000000000000000002',
      'is greater than the maximum 0.1000000000000000000001',
    ],
    ['type: decimal, min: 1.10', '1.1', 'ok'],
    ['type: number, min: 1e-300', '0', 'is less than the minimum 1e-300'],
    ['type: number, max: 1e3', '1000', 'ok'],
    ['type: date, min: 2001-01-01', '2000-12-31', 'is less than the minimum 2001-01-01'],
    ['type: timestamp, max: 2001-01-01T00:00:00', '2001-01-01T01:00:00+02:00', 'ok'],
    [
      'type: timestamp, max: 2001-01-01T00:00:00',
      '2001-01-01T00:00:00.000001',
      'is greater than the maximum 2001-01-01T00:00:00',
    ],
    ['type: string, one_of: [a, 007]', '007', 'ok'],
    ['type: string, one_of: [a, 007]', '7', 'is none of a, 007'],
    ['type: decimal, one_of: [1.10]', '1.1', 'ok'],
    ['type: integer, one_of: [1, 2]', '3', 'is none of 1, 2'],
  ])('%s: %s', (spec, value, expected) => {
    expect(verdict(spec, value)).toBe(expected);
  });
});

describe('a parameter as it is declared', () => {
  it.each([
    [
      'a: { type: integer, default: 0, min: 5 }',
      '6:32 the default "0" of the parameter "a" is less than the minimum 5',
    ],
    ['a: { type: integer, default: x }', '6:32 the default "x" of the parameter "a" is not a whole number'],
    [
      'a: { type: string, default: c, one_of: [a, b] }',
      '6:31 the default "c" of the parameter "a" is none of a, b',
    ],
    [
      'a: { type: integer, max: many }',
      '6:28 the value "many" in max of the parameter "a" is not a whole number',
    ],
    [
      'a: { type: date, one_of: [2001-01-01, x] }',
      '6:41 the value "x" in one_of of the parameter "a" is not a date of the calendar, as YYYY-MM-DD',
    ],
    [
      'a: { type: string, min: a }',
      '6:27 the value "a" in min of the parameter "a" has no meaning: a string has no order',
    ],
  ])('%s', (line, problem) => {
    expect(briefly(documentWith('params:', `  ${line}`))).toEqual([`MR1042 ${problem}`]);
  });
});
