import { syncFolder } from '../../base/atomic-file.js';
import { failure, type MillraceError } from '../../base/errors/index.js';
import { systemCode } from '../../base/system-code.js';
import type { AuditReceipt } from '../../kit/audit.js';
import { withLine } from '../chain.js';
import { type EntryTexts, recordLine } from '../record.js';
import type { AppendFile, OpenAppendFile } from './file.js';
import { segmentAt } from './places.js';
import type { Standing } from './standing.js';

/** How large a file of records may grow. */
export interface SegmentLimits {
  readonly bytes: number;
  readonly records: number;
}

/** An entry that waits to be written. */
export interface Waiting {
  readonly entry: EntryTexts;
  readonly at: string;
}

/** Writes records, many at a time. */
export interface Writer {
  readonly standing: () => Standing;
  /** Resolves once all of them are on the disk. */
  readonly write: (group: readonly Waiting[]) => Promise<readonly AuditReceipt[]>;
  /** Takes away what follows the last whole line. */
  readonly cut: () => Promise<void>;
  readonly close: () => Promise<void>;
}

const reasons: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk is full for this user',
  EFBIG: 'the file may not grow any more',
  EACCES: 'permission denied',
  EROFS: 'the disk is read-only',
};

export const unwritable = (folder: string, thrown: unknown): MillraceError => {
  const code = systemCode(thrown) ?? '';
  const why = Object.hasOwn(reasons, code)
    ? reasons[code]
    : thrown instanceof Error
      ? thrown.message
      : String(thrown);
  return failure('MR8801', `the audit trail "${folder}" takes no record: ${why}`, {}, thrown);
};

const isFull = ({ tree, segment, bytes }: Standing, limits: SegmentLimits): boolean =>
  bytes >= limits.bytes || tree.size - segment.first >= limits.records;

/** The lines of a group, and where the trail stands after them. */
const grown = (from: Standing, group: readonly Waiting[]) => {
  const lines: Buffer[] = [];
  const receipts: AuditReceipt[] = [];
  let standing = from;
  for (const { entry, at } of group) {
    const number = standing.tree.size;
    const line = recordLine(entry, { number, at, previous: standing.previous });
    const last = line.length + 1;
    standing = { ...standing, ...withLine(standing, line), bytes: standing.bytes + last, last };
    lines.push(line, Buffer.from('\n'));
    receipts.push({ number, hash: standing.previous });
  }
  return { bytes: Buffer.concat(lines), receipts, standing };
};

/** The file that records go to, opened when the first comes. */
const currentFile = (folder: string, openFile: OpenAppendFile) => {
  let open: { readonly path: string; readonly file: AppendFile } | undefined;
  const close = async (): Promise<void> => {
    const file = open?.file;
    open = undefined;
    await file?.close();
  };
  return {
    close,
    of: async ({ segment, bytes }: Standing): Promise<AppendFile> => {
      if (open?.path === segment.path) return open.file;
      await close();
      open = { path: segment.path, file: await openFile(segment.path) };
      if (bytes === 0) await syncFolder(folder);
      return open.file;
    },
  };
};

export const createWriter = (
  folder: string,
  from: Standing,
  limits: SegmentLimits,
  openFile: OpenAppendFile,
): Writer => {
  let standing = from;
  const current = currentFile(folder, openFile);
  const put = async (file: AppendFile, bytes: Buffer): Promise<void> => {
    try {
      await file.append(bytes);
      await file.sync();
    } catch (thrown) {
      // Nobody was told that these are written: they must not be there at the next start.
      await file
        .cut(standing.bytes)
        .then(file.sync)
        .catch(() => undefined);
      throw thrown;
    }
  };
  return {
    standing: () => standing,
    write: async (group) => {
      if (isFull(standing, limits))
        standing = { ...standing, segment: segmentAt(folder, standing.tree.size), bytes: 0, last: 0 };
      const file = await current.of(standing);
      if ((await file.size()) !== standing.bytes)
        throw new Error(`"${standing.segment.path}" was changed meanwhile`);
      const next = grown(standing, group);
      await put(file, next.bytes);
      standing = next.standing;
      return next.receipts;
    },
    cut: async () => {
      const file = await current.of(standing);
      await file.cut(standing.bytes);
      await file.sync();
    },
    close: current.close,
  };
};
