import { hostname } from 'node:os';
import { failure, type MillraceError } from '../../base/errors/index.js';
import { type LockFile, type LockRecord, livenessOf } from '../../base/lock/index.js';

type Lock = LockFile<LockRecord>;

const notesOf = ({ path, record }: Lock): readonly string[] => {
  if (record === undefined) return [`the lock cannot be read; once no process works there, remove ${path}`];
  if (record.host === hostname() && livenessOf(record) === 'alive') return [`lock: ${path}`];
  return [
    `the lock is held from another host or container ("${record.host}"), where this process cannot look, so it is never broken`,
    `once that process has surely ended, remove ${path}`,
  ];
};

/** MR7102: says which process has it. */
export const heldFailure = (what: string, lock: Lock): MillraceError => {
  const { record } = lock;
  const holder = record ? `process ${record.pid} on ${record.host}` : 'an unknown process';
  return failure('MR7102', `${what} is in use by ${holder}`, { notes: notesOf(lock) });
};
