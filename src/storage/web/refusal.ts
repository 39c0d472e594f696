import { failure, MillraceError } from '../../base/errors/index.js';

/** An address as it may be shown: what it has after `?` and before `@` may be a secret. */
export const shownUrl = (url: string): string => {
  const { origin, pathname } = new URL(url);
  return `${origin}${pathname}`;
};

const waitNote = (retryAfter: string | null): readonly string[] =>
  retryAfter === null ? [] : [`the server asks to wait: Retry-After: ${retryAfter}`];

/** What is said of an answer that is none: others than 404 and 410 may be better later, or with other rights. */
export const refusal = (url: string, status: number, retryAfter: string | null): Error =>
  status === 404 || status === 410
    ? failure('MR3004', `there is no file at ${shownUrl(url)}: the server answers ${status}`)
    : failure('MR3040', `${shownUrl(url)} cannot be fetched: the server answers ${status}`, {
        notes: waitNote(retryAfter),
      });

const causeOf = (thrown: unknown): string => {
  if (!(thrown instanceof Error)) return String(thrown);
  const { cause } = thrown;
  if (cause instanceof Error && 'code' in cause) return String(cause.code);
  return cause instanceof Error ? cause.message : thrown.message;
};

/** Whether it is about the file that is written. */
export const isOfDisk = (thrown: unknown): boolean =>
  thrown instanceof Error && 'path' in thrown && 'syscall' in thrown;

/** What is said where a connection failed, or a server did nothing for so many seconds. */
export const unreachable = (url: string, thrown: unknown, stalled: number | undefined): unknown => {
  if (thrown instanceof MillraceError || isOfDisk(thrown)) return thrown;
  const why = stalled === undefined ? causeOf(thrown) : `its server sent nothing for ${stalled} s`;
  return failure('MR3040', `${shownUrl(url)} cannot be fetched: ${why}`);
};
