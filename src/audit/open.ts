import { hostname } from 'node:os';
import type { Clock } from '../base/clock.js';
import { failure, MillraceError, type Problem } from '../base/errors/index.js';
import { type LockRecord, newLockRecord, unlock, waitForLock } from '../base/lock/index.js';
import type { AuditEntry, AuditLog } from '../kit/audit.js';
import { type CheckpointLimits, startCheckpoints } from './checkpointing.js';
import { newestCheckpoint } from './folder/checkpoints.js';
import { type OpenAppendFile, openAppendFile } from './folder/file.js';
import { signerAt } from './folder/keys.js';
import { lockFile, makeFolders } from './folder/places.js';
import { emptyStanding, followed, keptStanding } from './folder/standing.js';
import { createWriter, type SegmentLimits, unwritable, type Writer } from './folder/writer.js';
import type { Signer } from './note/key.js';
import { groupQueue } from './queue.js';
import { entryTexts, hashOfLine } from './record.js';
import { createSender, deliverTo } from './send.js';

/** How large files grow, and how often there is a checkpoint. */
export interface AuditLimits {
  readonly segment: SegmentLimits;
  readonly checkpoint: CheckpointLimits;
}

const usual: AuditLimits = {
  segment: { bytes: 64 * 1024 * 1024, records: 100_000 },
  checkpoint: { records: 1000, seconds: 60 },
};

/** How a trail is opened. */
export interface AuditLogOptions {
  /** Absolute; made where it is not there. */
  readonly folder: string;
  readonly clock: Clock;
  /** The name of the trail, where it begins; later on it has the name that its key has. */
  readonly origin: string;
  /** Told of checkpoints that could not be written or sent: they are tried again, and records go on. */
  readonly onProblems: (problems: readonly Problem[]) => void;
  /** Where checkpoints are sent as well: a folder elsewhere, or an address that takes POST. */
  readonly sendTo?: string;
  /** Where the signing key is, if not in the folder. */
  readonly keyFile?: string;
  /** Milliseconds to wait for another process that writes to it. */
  readonly patience?: number;
  readonly limits?: Partial<AuditLimits>;
  readonly openFile?: OpenAppendFile;
}

const PATIENCE = 30_000;

/** One process writes at a time: two would chain two records to the same one. */
const locked = async (folder: string, patience: number): Promise<LockRecord> => {
  const record = newLockRecord();
  const held = await waitForLock(lockFile(folder), record, patience);
  if (!held) return record;
  const by = held.record ? `process ${held.record.pid} on ${held.record.host}` : 'an unknown process';
  const notes = [`lock: ${held.path}`];
  const elsewhere =
    'it is held from another host or container, where this process cannot look, so it is never broken';
  const isHere = held.record?.host === hostname();
  throw failure('MR8802', `the audit trail "${folder}" is in use by ${by}`, {
    notes: isHere ? notes : [...notes, elsewhere],
  });
};

/** What is on record where a line was cut off that a process which was killed had not written whole. */
const mended = (torn: Buffer): AuditEntry => ({
  actor: {
    id: 'millrace',
    name: 'millrace',
    roles: [],
    authentication: { method: 'command', id: 'the start of the audit trail' },
  },
  action: 'audit.mended',
  resource: { type: 'AuditTrail', id: 'last line' },
  decision: 'allow',
  policies: [],
  outcome: 'succeeded',
  details: { bytes: torn.length, sha256: hashOfLine(torn) },
});

interface Opened {
  readonly writer: Writer;
  readonly signer: Signer;
  /** Records that the newest checkpoint covers. */
  readonly covered: number;
}

const opened = async (options: AuditLogOptions, { segment }: AuditLimits): Promise<Opened> => {
  const { folder, clock, origin, keyFile, openFile = openAppendFile } = options;
  const signer = await signerAt(folder, origin, keyFile);
  const head = await newestCheckpoint(folder, signer.verifier);
  const kept = head && (await keptStanding(folder, head));
  const { standing, torn } = await followed(folder, kept ?? emptyStanding(folder), kept ? undefined : head);
  const writer = createWriter(folder, standing, segment, openFile);
  if (torn.length > 0) {
    await writer.cut();
    await writer.write([{ entry: entryTexts(mended(torn)), at: clock.now().toISOString() }]);
  }
  return { writer, signer, covered: head?.size ?? 0 };
};

const toFailure = (folder: string, thrown: unknown): MillraceError =>
  thrown instanceof MillraceError ? thrown : unwritable(folder, thrown);

const closedFailure = (folder: string) => unwritable(folder, new Error('it was closed'));

const logOf = (
  options: AuditLogOptions,
  limits: AuditLimits,
  { writer, signer, covered }: Opened,
): AuditLog => {
  const { folder, clock, sendTo, onProblems } = options;
  const sender =
    sendTo === undefined ? undefined : createSender(sendTo, deliverTo(sendTo, signer.verifier), onProblems);
  const checkpoints = startCheckpoints({
    folder,
    signer,
    covered,
    sender,
    onProblems,
    limits: limits.checkpoint,
    standing: writer.standing,
  });
  const queue = groupQueue(async (group) => {
    try {
      return await writer.write(group);
    } catch (thrown) {
      throw toFailure(folder, thrown);
    }
  }, checkpoints.onWritten);
  let isClosed = false;
  return {
    append: async (entry) => {
      if (isClosed) throw closedFailure(folder);
      return queue.add({ entry: entryTexts(entry), at: clock.now().toISOString() });
    },
    close: async () => {
      isClosed = true;
      await queue.idle();
      await checkpoints.close();
      await writer.close();
    },
  };
};

/** A trail that gives its lock free once it is closed. */
const withUnlock = (log: AuditLog, folder: string, lock: LockRecord): AuditLog => {
  let closing: Promise<void> | undefined;
  const close = (): Promise<void> => log.close().finally(() => unlock(lockFile(folder), lock));
  return {
    append: log.append,
    close: () => {
      closing ??= close();
      return closing;
    },
  };
};

/**
 * Opens an audit trail to write to, as the only process that does. It must be closed.
 *
 * @throws MR8801 where its folder takes no files, MR8802 where another process has it, MR8803 where it was changed,
 * MR8806 for its key
 */
export const openAuditLog = async (options: AuditLogOptions): Promise<AuditLog> => {
  const { folder, patience = PATIENCE } = options;
  const limits = { ...usual, ...options.limits };
  try {
    await makeFolders(folder);
    const lock = await locked(folder, patience);
    try {
      return withUnlock(logOf(options, limits, await opened(options, limits)), folder, lock);
    } catch (thrown) {
      await unlock(lockFile(folder), lock);
      throw thrown;
    }
  } catch (thrown) {
    throw toFailure(folder, thrown);
  }
};
