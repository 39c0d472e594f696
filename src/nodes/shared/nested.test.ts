import { expect, test } from 'vitest';
import { elementType, isMap, structFields } from './nested.js';

test.each([
  ['VARCHAR[]', 'VARCHAR'],
  ['INTEGER[3]', 'INTEGER'],
  ['INTEGER[3][]', 'INTEGER[3]'],
  ['STRUCT(a INTEGER[])[]', 'STRUCT(a INTEGER[])'],
  ['STRUCT(a INTEGER[])', undefined],
  ['VARCHAR', undefined],
])('the elements of %s are %s', (type, element) => {
  expect(elementType(type)).toBe(element);
});

test.each([
  ['STRUCT(a INTEGER, b DECIMAL(18,2))', ['a', 'b']],
  ['STRUCT("a b" INTEGER, "say ""x"", (y)" VARCHAR)', ['a b', 'say "x", (y)']],
  ['STRUCT("a" STRUCT("x" INTEGER, "y" INTEGER), "b" MAP(VARCHAR, INTEGER))', ['a', 'b']],
  [`STRUCT("e" ENUM('a, b', ')'), "f" INTEGER[])`, ['e', 'f']],
  ['VARCHAR', undefined],
  ['STRUCT(a INTEGER)[]', undefined],
])('the fields of %s', (type, fields) => {
  expect(structFields(type)).toEqual(fields);
});

test('a map', () => {
  expect(isMap('MAP(VARCHAR, INTEGER)')).toBe(true);
  expect(isMap('MAP(VARCHAR, INTEGER)[]')).toBe(false);
});
