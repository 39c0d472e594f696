import { describe, expect, it } from 'vitest';
import { attributesInFilter, readRowFilter } from './row-filter.js';

describe('a filter of rows', () => {
  it.each([
    ['country = $country', ['country']],
    ["name = 'it''s (' AND \"a$b;\" > 1", []],
    ['a IN ($one, $two) OR b[1] = $one', ['one', 'two']],
    ['  starts_with(code, $team)  ', ['team']],
    ["note <> '$none -- ; /* ?'", []],
  ])('is taken as it is: %s', (sql, attributes) => {
    expect(readRowFilter(sql)).toEqual({ sql: sql.trim(), attributes });
    expect(attributesInFilter(sql)).toEqual(attributes);
  });

  it.each([
    ['', 'is empty'],
    [' \n', 'is empty'],
    ['a = 1) OR (1 = 1', 'has a ")" that closes nothing'],
    ['(a = 1', 'has a ")" missing'],
    ['a = [1)', 'has a ")" that closes nothing'],
    ['a = 1 -- and', 'has a comment, which could swallow what comes after it'],
    ['a = 1 /* and', 'has a comment, which could swallow what comes after it'],
    ['a = 1; DROP TABLE b', 'has a semicolon: it is one condition'],
    ["a = 'b", "has a quote ' that is not closed"],
    ['"a = 1', 'has a quote " that is not closed'],
    ['a = $1', 'has a "$" without the name of an attribute behind it'],
    ['a = $$b$$', 'has a "$" without the name of an attribute behind it'],
    ['a = $b$ ) OR ( $b$', 'has a "$" without the name of an attribute behind it'],
    ['a = $b$c', 'has two "$" with nothing between the names'],
    ['a = ?', 'has a "?": attributes are written as `$name`'],
    ['a = 1\0', 'has a NUL'],
    [`a = '${'x'.repeat(2_000)}'`, 'is longer than 2000 characters'],
  ])('is refused where it could mean something else: %s', (sql, fault) => {
    expect(readRowFilter(sql)).toEqual({ fault });
  });
});
