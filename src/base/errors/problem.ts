import { type ErrorCode, entryOf } from './catalogue.js';

/** A stretch of source text; lines and columns count from 1, length in UTF-16 units. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly length: number;
  /** The whole source line, so that a frame can be drawn without the file. */
  readonly lineText: string;
}

export type Severity = 'error' | 'warning';

/** What happened, where, and what to do: the one form in which Millrace reports anything wrong. */
export interface Problem {
  readonly code: ErrorCode;
  readonly severity: Severity;
  /** One sentence without a full stop: `unknown column "dely" in filter "late"`. */
  readonly message: string;
  readonly place?: Place;
  /** Stands beside the mark in the source frame: `did you mean "delay"?`. */
  readonly label?: string;
  /** Facts that help: `input "flights" has: date, delay`. */
  readonly notes: readonly string[];
  /** What to do; the catalogue's advice unless a better one is known here. */
  readonly mend: string;
  readonly node?: string;
  /** A data file, with the line or record where it is known. */
  readonly dataFile?: string;
  readonly dataLine?: number;
}

export type ProblemDetails = Partial<Omit<Problem, 'code' | 'message'>>;

/** Makes a problem; severity `error` and the catalogue's mend unless given. */
export const problem = (code: ErrorCode, message: string, details: ProblemDetails = {}): Problem => ({
  code,
  message,
  severity: 'error',
  notes: [],
  mend: entryOf(code).mend,
  ...details,
});

/** Thrown where work cannot go on; carries every problem that is known by then. */
export class MillraceError extends Error {
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[], options?: ErrorOptions) {
    super(problems.map(({ code, message }) => `[${code}] ${message}`).join('\n'), options);
    this.name = 'MillraceError';
    this.problems = problems;
  }
}

/** An error with one problem. */
export const failure = (code: ErrorCode, message: string, details?: ProblemDetails, cause?: unknown) =>
  new MillraceError([problem(code, message, details)], cause === undefined ? undefined : { cause });

export const isError = (item: Problem): boolean => item.severity === 'error';

/** Any thrown value as problems; what is not a `MillraceError` is a bug of ours and says so. */
export const problemsOf = (thrown: unknown): readonly Problem[] => {
  if (thrown instanceof MillraceError) return thrown.problems;
  const text = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
  const [first = 'unknown', ...rest] = text.split('\n');
  return [problem('MR9999', first, { notes: rest.slice(0, 6).map((line) => line.trim()) })];
};
