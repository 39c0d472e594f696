import { describe, expect, test } from 'vitest';
import { typeSql, widened } from './types.js';

describe('a type stands in SQL', () => {
  test.each([
    'BIGINT',
    'DECIMAL(18,3)',
    'TIMESTAMP WITH TIME ZONE',
    'INTEGER[2][]',
    'MAP(VARCHAR, INTEGER[])',
    `STRUCT("a b" INTEGER, "it""s; select" VARCHAR)`,
    `ENUM('a', 'it''s )', 'ü')`,
  ])('%s', (type) => {
    expect(typeSql(type).text).toBe(type);
  });
});

describe('what could leave its place is no type', () => {
  test.each([
    '',
    '  ',
    'INTEGER), (SELECT 1',
    'INTEGER, VARCHAR',
    'INTEGER) as x, (1',
    'INTEGER; drop table x',
    'INTEGER -- x',
    'INTEGER /* x',
    'STRUCT("a INTEGER)',
    `ENUM('a)`,
    'INTEGER)',
    'DECIMAL(18',
    'größe',
  ])('%s', (type) => {
    expect(() => typeSql(type)).toThrow('not a type');
  });
});

describe('the type that holds both', () => {
  test.each([
    ['VARCHAR', 'VARCHAR', 'VARCHAR'],
    ['INTEGER', 'BIGINT', 'BIGINT'],
    ['UINTEGER', 'INTEGER', 'BIGINT'],
    ['UTINYINT', 'BIGINT', 'BIGINT'],
    ['UBIGINT', 'BIGINT', 'HUGEINT'],
    ['UHUGEINT', 'HUGEINT', 'DOUBLE'],
    ['INTEGER', 'DOUBLE', 'DOUBLE'],
    ['BIGINT', 'FLOAT', 'DOUBLE'],
    ['INTEGER', 'DECIMAL(9,2)', 'DECIMAL(12,2)'],
    ['DECIMAL(9,2)', 'DECIMAL(10,6)', 'DECIMAL(13,6)'],
    ['DECIMAL(38,10)', 'DECIMAL(38,20)', 'DOUBLE'],
    ['DATE', 'TIMESTAMP', 'TIMESTAMP'],
    ['TIMESTAMP_S', 'TIMESTAMP_MS', 'TIMESTAMP'],
    ['"NULL"', 'DATE', 'DATE'],
  ])('%s and %s: %s', (a, b, both) => {
    expect(widened(a, b)).toBe(both);
    expect(widened(b, a)).toBe(both);
  });

  test.each([
    ['BIGINT', 'DATE'],
    ['BIGINT', 'VARCHAR'],
    ['BOOLEAN', 'INTEGER'],
    ['TIMESTAMP', 'TIMESTAMP WITH TIME ZONE'],
    ['INTEGER[]', 'BIGINT[]'],
  ])('is not there for %s and %s', (a, b) => {
    expect(widened(a, b)).toBeUndefined();
  });
});
