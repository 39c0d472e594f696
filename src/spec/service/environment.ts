import type * as z from 'zod';
import { type Problem, problem } from '../../base/errors/index.js';
import { own } from '../../base/own.js';
import { problemsOfIssues } from '../issue/issues.js';
import type { Path, SourceMap } from '../parsed.js';
import type { Environment } from '../substitution/substitute.js';
import { listen, pathText, runs } from './schema.js';
import { scannerAddressText } from './texts.js';

/** A variable that stands for a value of the file. */
interface Override {
  readonly variable: string;
  readonly path: Path;
  readonly schema: z.ZodType;
  /** Whether the value is a number. */
  readonly isNumber?: true;
}

/** Variables that count before the file; an empty one counts as not set. */
export const overrides: readonly Override[] = [
  { variable: 'MILLRACE_DATA', path: ['data'], schema: pathText },
  { variable: 'MILLRACE_HOST', path: ['listen', 'host'], schema: listen.shape.host },
  { variable: 'MILLRACE_PORT', path: ['listen', 'port'], schema: listen.shape.port, isNumber: true },
  {
    variable: 'MILLRACE_RUNS_AT_ONCE',
    path: ['runs', 'at_once'],
    schema: runs.shape.at_once,
    isNumber: true,
  },
  { variable: 'MILLRACE_CLAMD', path: ['uploads', 'scanner', 'clamd'], schema: scannerAddressText },
];

/** An override that is set, with its text. */
export interface GivenOverride extends Override {
  readonly text: string;
}

/** The overrides that an environment sets. */
export const givenOverrides = (environment: Environment): readonly GivenOverride[] =>
  overrides.flatMap((each) => {
    const text = own(environment, each.variable);
    return text === undefined || text === '' ? [] : [{ ...each, text }];
  });

const givenValue = ({ text, isNumber }: GivenOverride): unknown =>
  isNumber && /^\d{1,9}$/.test(text) ? Number(text) : text;

const isMapping = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const withAt = (value: unknown, [step, ...rest]: Path, by: unknown): unknown =>
  step === undefined
    ? by
    : {
        ...(isMapping(value) ? value : {}),
        [step]: withAt(isMapping(value) ? own(value, String(step)) : undefined, rest, by),
      };

/** A file's value with what the environment says in place of what it says itself. */
export const overridden = (value: unknown, given: readonly GivenOverride[]): unknown =>
  given.reduce((before, each) => withAt(before, each.path, givenValue(each)), value);

const startsWith = (path: Path, start: Path): boolean => start.every((step, index) => path[index] === step);

/** Places of a file, but of none of what the environment says. */
export const withoutOverridden = (source: SourceMap, given: readonly GivenOverride[]): SourceMap => {
  const isGiven = (path: Path): boolean => given.some((each) => startsWith(path, each.path));
  return { ...source, valuePlace: (path) => (isGiven(path) ? undefined : source.valuePlace(path)) };
};

/** What is wrong with the variables that are set. */
export const overrideProblems = (given: readonly GivenOverride[], source: SourceMap): readonly Problem[] =>
  given.flatMap((each) => {
    const value = givenValue(each);
    const issues = each.schema.safeParse(value).error?.issues ?? [];
    return problemsOfIssues(issues, { schema: each.schema, value, path: each.path, source }).map((item) =>
      problem('MR8403', `the environment variable ${each.variable} cannot be taken: ${item.message}`, {
        notes: item.notes,
      }),
    );
  });

/** The database's address; its text, which may have a password, is not repeated. */
export const databaseProblems = (environment: Environment): readonly Problem[] => {
  const text = own(environment, 'DATABASE_URL');
  if (text === undefined || text === '' || /^postgres(ql)?:\/\/\S+$/.test(text)) return [];
  return [
    problem('MR8403', 'the environment variable DATABASE_URL is not the address of a Postgres database', {
      mend: 'Write it as `postgres://USER:PASSWORD@HOST:PORT/DATABASE`, or unset it: the service then keeps its state in its own folder.',
    }),
  ];
};
