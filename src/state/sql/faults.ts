import { failure, MillraceError } from '../../base/errors/index.js';
import { systemCode } from '../../base/system-code.js';
import { isFull } from '../faults.js';

/** Codes of the SQL standard, of Postgres and of the system that say that there is no database to talk to. */
const GONE = [
  /^08/,
  /^57P0[1-5]$/,
  /^53300$/,
  /^E(CONNREFUSED|CONNRESET|NOTFOUND|TIMEDOUT|PIPE|HOSTUNREACH|NETUNREACH|AI_AGAIN)$/,
];

/** What the driver says without a code. */
const GONE_WORDS = /connection terminated|connection ended|timeout|not queryable|client has encountered/i;

const isGone = (error: unknown): boolean => {
  const code = systemCode(error);
  if (code !== undefined) return GONE.some((pattern) => pattern.test(code));
  return error instanceof Error && GONE_WORDS.test(error.message);
};

const NO_SPACE = '53100';

/** One line; a refused connection to several addresses has a list of reasons and no message. */
const wordsOf = (error: unknown): string => {
  if (error instanceof AggregateError && error.message === '') return error.errors.map(wordsOf).join('; ');
  return error instanceof Error ? error.message : String(error);
};

/** A fault of a database, which is named without its password: MR7101 not there, MR7103 full, else MR7109. */
export const databaseFault = (what: string, error: unknown): MillraceError => {
  if (error instanceof MillraceError) return error;
  const words = wordsOf(error);
  if (systemCode(error) === NO_SPACE || isFull(error))
    return failure('MR7103', `${what} has no space left: ${words}`, {}, error);
  if (!isGone(error)) return failure('MR7109', `${what} cannot be used: ${words}`, {}, error);
  const notes = ['a change that was under way may have been made or not'];
  return failure('MR7101', `${what} cannot be reached: ${words}`, { notes }, error);
};
