import { type Problem, problem } from '../base/errors/index.js';
import { writeCheckpoint } from './folder/checkpoints.js';
import type { Standing } from './folder/standing.js';
import type { Signer } from './note/key.js';
import type { Sender } from './send.js';

/** When a checkpoint is written, beside the end. */
export interface CheckpointLimits {
  readonly records: number;
  readonly seconds: number;
}

/** Writes checkpoints beside the records, and never in their way. */
export interface Checkpointing {
  /** Told after each group. */
  readonly onWritten: () => void;
  /** Writes a last one, and sees it sent. */
  readonly close: () => Promise<void>;
}

interface Given {
  readonly folder: string;
  readonly signer: Signer;
  readonly limits: CheckpointLimits;
  readonly standing: () => Standing;
  /** Records that a checkpoint covers already. */
  readonly covered: number;
  readonly sender: Sender | undefined;
  readonly onProblems: (problems: readonly Problem[]) => void;
}

const unwritten = (thrown: unknown): Problem =>
  problem('MR8804', 'a checkpoint of the audit trail cannot be written', {
    severity: 'warning',
    notes: [thrown instanceof Error ? thrown.message : String(thrown)],
  });

export const startCheckpoints = (given: Given): Checkpointing => {
  const { folder, signer, limits, standing, sender, onProblems } = given;
  let { covered } = given;
  let working: Promise<void> | undefined;
  const write = async (): Promise<void> => {
    const now = standing();
    if (now.tree.size <= covered) return;
    const note = await writeCheckpoint(folder, now, signer, limits.records);
    covered = now.tree.size;
    sender?.send(note, covered);
  };
  const begin = (): Promise<void> => {
    working ??= write()
      .catch((thrown: unknown) => onProblems([unwritten(thrown)]))
      .finally(() => {
        working = undefined;
      });
    return working;
  };
  const timer = setInterval(() => void begin(), limits.seconds * 1000).unref();
  return {
    onWritten: () => {
      // The first records have one at once: that a trail has none is then a sign that it was taken away.
      if (covered === 0 || standing().tree.size - covered >= limits.records) void begin();
    },
    close: async () => {
      clearInterval(timer);
      await working;
      await begin();
      await sender?.close();
    },
  };
};
