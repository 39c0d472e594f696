import { type ErrorCode, failure, type MillraceError } from '../../../base/errors/index.js';

type Rule = readonly [RegExp, ErrorCode, string];

/**
 * What the engine says at run time, by its kind. Its own words are never passed on, as they quote values, nor is the
 * error itself kept as a cause.
 */
const rules: readonly Rule[] = [
  [/INTERRUPT Error|Interrupted!/, 'MR8905', 'it took longer than it may'],
  [/^Out of Memory Error|bad_alloc|failed to allocate/im, 'MR8905', 'it needs more memory than it may'],
  [
    /No space left on device|max_temp_directory_size/i,
    'MR8905',
    'it needs more room on the disk than it may',
  ],
  [/^Conversion Error/m, 'MR8904', 'a value cannot be cast to the type asked for'],
  [/^Out of Range Error/m, 'MR8904', 'a number is out of the range of its type'],
  [/divi(?:de|sion) by zero/i, 'MR8904', 'a number is divided by zero'],
  [/More than one row returned by a subquery/i, 'MR8904', 'a subquery gives more than one row'],
  [/^Invalid Input Error/m, 'MR8904', 'a function does not take a value that it was given'],
  [/^(?:Binder|Catalog|Parser|Not implemented) Error/m, 'MR8904', 'the engine cannot work it out'],
];

const ruleFor = (thrown: unknown): Rule | undefined => {
  const text = thrown instanceof Error ? thrown.message : String(thrown);
  return rules.find(([pattern]) => pattern.test(text));
};

/** What kind of fault the engine found, in words of ours. */
export const kindOf = (thrown: unknown): string => ruleFor(thrown)?.[2] ?? 'the engine failed';

/** A question that failed on the rows, as it may be told to who asked it. */
export const questionFault = (thrown: unknown): MillraceError => {
  const [, code, kind] = ruleFor(thrown) ?? [undefined, 'MR8904' as const, 'the engine failed'];
  return failure(code, `the question could not be answered: ${kind}`);
};
