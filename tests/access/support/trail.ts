import { failure } from '../../../src/base/errors/index.js';
import type { AuditEntry, AuditLog } from '../../../src/kit/index.js';

/** A trail that is remembered, and that can be kept from being written. */
export interface TestTrail extends AuditLog {
  readonly entries: AuditEntry[];
  isBroken: boolean;
}

export const testTrail = (): TestTrail => {
  const entries: AuditEntry[] = [];
  const trail: TestTrail = {
    entries,
    isBroken: false,
    append: async (entry) => {
      if (trail.isBroken) throw failure('MR8801', 'the disk is full');
      entries.push(entry);
      return { number: entries.length - 1, hash: '' };
    },
    close: async () => undefined,
  };
  return trail;
};
