export { linkUnsupported } from './created.js';
export { createLocks, type LockFile, type LockKeeping, type Locks } from './lock.js';
export { isStale, type LockRecord, newLockRecord, readLock } from './lock-record.js';
export { type Liveness, livenessOf, type ProcessRecord, thisProcess } from './process.js';
export { tryLock, unlock, waitForLock } from './process-lock.js';
