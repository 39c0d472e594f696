import * as z from 'zod';
import { newColumn } from './config.js';

interface Range {
  readonly min?: number | undefined;
  readonly max?: number | undefined;
}

/** Whether there is a number in it: the wrong way round it would refuse everything. */
export const isRange = ({ min = 0, max = min }: Range): boolean => min <= max;

/** What is said of limits that are the wrong way round. */
export const NO_RANGE = {
  message: 'has a `min` that is greater than its `max`',
  params: { mend: 'Exchange `min` and `max`, or leave one of them out.' },
};

/** A second name for a column, told apart from the first by case only. */
const repeatedName = (names: readonly string[]): readonly [first: string, second: string] | undefined => {
  const firsts = new Map(names.toReversed().map((name) => [name.toLowerCase(), name]));
  const second = names.find((name) => firsts.get(name.toLowerCase()) !== name);
  return second === undefined ? undefined : [firsts.get(second.toLowerCase()) ?? second, second];
};

const NAMED_ONCE = 'Name each column once: SQL does not tell case apart.';

/** What is promised of columns, by their names; two names that SQL does not tell apart would promise twice. */
export const byColumn = <S extends z.ZodType>(promises: S) =>
  z.record(newColumn(), promises).superRefine((columns, { addIssue }) => {
    const [first, second] = repeatedName(Object.keys(columns)) ?? [];
    if (second === undefined) return;
    const message = `names the same column as "${first}"`;
    addIssue({ code: 'custom', path: [second], message, params: { at: 'key', mend: NAMED_ONCE } });
  });
