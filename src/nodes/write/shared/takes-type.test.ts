import { describe, expect, test } from 'vitest';
import { takesType } from './takes-type.js';

describe('takesType', () => {
  test.each([
    ['INTEGER', 'BIGINT'],
    ['BIGINT', 'INTEGER'],
    ['INTEGER', 'DOUBLE'],
    ['DECIMAL(10,2)', 'DECIMAL(12,3)'],
    ['DECIMAL(38,0)', 'HUGEINT'],
    ['VARCHAR', "ENUM('a', 'b')"],
    ['TIMESTAMP', 'TIMESTAMP_S'],
    ['VARCHAR', 'DATE'],
    ['INTEGER[]', 'INTEGER[]'],
  ])('%s may become %s', (had, type) => expect(takesType(had, type)).toBe(true));

  test.each([
    ['DOUBLE', 'INTEGER'],
    ['DECIMAL(10,2)', 'DECIMAL(12,1)'],
    ['DECIMAL(10,2)', 'INTEGER'],
    ['DOUBLE', 'FLOAT'],
    ['INTEGER', 'FLOAT'],
    ['INTEGER', 'VARCHAR'],
    ['DATE', 'TIMESTAMP'],
    ['INTEGER[]', 'VARCHAR'],
  ])('%s may not become %s', (had, type) => expect(takesType(had, type)).toBe(false));
});
