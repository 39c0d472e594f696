import type { Clock } from '../base/clock.js';
import { MillraceError, type Problem } from '../base/errors/index.js';
import type { AuditEntry, AuditLog } from '../kit/audit.js';
import { type CheckpointLimits, startCheckpoints } from './checkpointing.js';
import { newestCheckpoint } from './folder/checkpoints.js';
import { type OpenAppendFile, openAppendFile } from './folder/file.js';
import { signerAt } from './folder/keys.js';
import { locked } from './folder/lock.js';
import { makeFolders } from './folder/places.js';
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

/**
 * What is on record where the trail did not end as it does when it is closed: records that no checkpoint covers, which the
 * next one is signed over all the same, and a line that was not written whole, which is cut off.
 */
const mended = (unsigned: number, torn: Buffer): AuditEntry => ({
  actor: {
    id: 'millrace',
    name: 'millrace',
    roles: [],
    authentication: { method: 'command', id: 'the start of the audit trail' },
  },
  action: 'audit.mended',
  resource: { type: 'AuditTrail', id: 'its end' },
  decision: 'allow',
  policies: [],
  outcome: 'succeeded',
  details: { unsigned, ...(torn.length > 0 ? { bytes: torn.length, sha256: hashOfLine(torn) } : {}) },
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
  const covered = head?.size ?? 0;
  const unsigned = standing.tree.size - covered;
  if (torn.length > 0) await writer.cut();
  if (torn.length > 0 || unsigned > 0)
    await writer.write([{ entry: entryTexts(mended(unsigned, torn)), at: clock.now().toISOString() }]);
  return { writer, signer, covered };
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
const withUnlock = (log: AuditLog, unlock: () => Promise<void>): AuditLog => {
  let closing: Promise<void> | undefined;
  return {
    append: log.append,
    close: () => {
      closing ??= log.close().finally(unlock);
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
    const unlock = await locked(folder, patience);
    try {
      return withUnlock(logOf(options, limits, await opened(options, limits)), unlock);
    } catch (thrown) {
      await unlock();
      throw thrown;
    }
  } catch (thrown) {
    throw toFailure(folder, thrown);
  }
};
