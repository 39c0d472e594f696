import { expect, test } from 'vitest';
import { type ErrorCode, failure } from '../../base/errors/index.js';
import { isOfFunction } from './problems.js';

test.each([
  ['MR5003', true],
  ['MR5006', true],
  // A slice that was not read is the machine's matter, and the rows can go another way.
  ['MR5010', false],
  ['MR4004', false],
] satisfies readonly (readonly [ErrorCode, boolean])[])('whether %s is of a function: %s', (code, isOf) => {
  expect(isOfFunction(failure(code, 'it happened'))).toBe(isOf);
});
