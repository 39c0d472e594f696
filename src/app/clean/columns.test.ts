import { expect, test } from 'vitest';
import type { DecisionRecord, RunRecord } from '../../kit/index.js';
import { renamingDecision } from '../../kit/index.js';
import { columnsOf, isMeant } from './columns.js';

const recordWith = (decision: Partial<DecisionRecord>): RunRecord =>
  ({
    nodes: [],
    samples: [],
    inputs: [],
    decisions: [{ node: 'a', files: [], ...decision }],
  }) as unknown as RunRecord;

const now = renamingDecision({ from: 'E-Mail" is read as "x', to: 'email', alias: 'E-Mail' });

test('a renaming is told by its own field, whatever stands in its words', () => {
  const record = recordWith({ ...now, chosen: 'in other words' });
  expect(columnsOf(record)).toEqual(['E-Mail" is read as "x']);
  expect(isMeant(record, 'E-Mail" is read as "x')('email')).toBe(true);
  expect(isMeant(record, 'other')('email')).toBe(false);
});

test('records of earlier versions tell it in words', () => {
  const { renamedFrom: _, ...words } = renamingDecision({ from: 'Mail', to: 'email', alias: 'Mail' });
  const record = recordWith(words);
  expect(columnsOf(record)).toEqual(['Mail']);
  expect(isMeant(record, 'mail')('email')).toBe(true);
});
