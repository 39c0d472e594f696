import { type ErrorCode, failure } from '../base/errors/index.js';

/** What was being done, to which path, for which node; every disk error names all three. */
export interface DiskWork {
  /** Completes "cannot …": `write the journal`. */
  readonly doing: string;
  readonly path: string;
  readonly node?: string | undefined;
}

const faults: Readonly<Record<string, { readonly code: ErrorCode; readonly words: string }>> = {
  ENOSPC: { code: 'MR3007', words: 'no space is left on the disk' },
  EDQUOT: { code: 'MR3007', words: 'the disk quota is used up' },
  EACCES: { code: 'MR3006', words: 'permission denied' },
  EPERM: { code: 'MR3006', words: 'operation not permitted' },
  EROFS: { code: 'MR3006', words: 'the file system is read-only' },
  ENOENT: { code: 'MR3004', words: 'there is no such file or folder' },
};

/** The system's name for a disk error (`ENOENT`), or undefined where the value is something else. */
export const errnoOf = (thrown: unknown): string | undefined =>
  thrown instanceof Error && 'code' in thrown && 'syscall' in thrown && typeof thrown.code === 'string'
    ? thrown.code
    : undefined;

/** A disk error as a coded problem: MR3004, MR3006, MR3007, or MR3016 for the rest; other values as they are. */
export const diskFailure = (thrown: unknown, { doing, path, node }: DiskWork): unknown => {
  const errno = errnoOf(thrown);
  if (errno === undefined) return thrown;
  const { code, words } = faults[errno] ?? { code: 'MR3016', words: errno };
  const of = node === undefined ? '' : ` of node "${node}"`;
  const details = { dataFile: path, ...(node === undefined ? {} : { node }) };
  return failure(code, `cannot ${doing}${of}: ${words}: ${path}`, details, thrown);
};

/** Does disk work; what the system refuses is thrown as a coded problem. */
export const guarded = async <T>(work: DiskWork, run: () => Promise<T>): Promise<T> => {
  try {
    return await run();
  } catch (thrown) {
    throw diskFailure(thrown, work);
  }
};

/** The result of disk work, or undefined where it fails with one of these system errors. */
export const unless = async <T>(errnos: readonly string[], work: Promise<T>): Promise<T | undefined> => {
  try {
    return await work;
  } catch (thrown) {
    if (errnos.includes(errnoOf(thrown) ?? '')) return undefined;
    throw thrown;
  }
};

/** Tidies up after work that is done: a fault here is none of the work. What stays is found by the next claim. */
export const tidied = (tidying: Promise<void>): Promise<void> => tidying.catch(() => undefined);
