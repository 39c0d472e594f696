export { linkUnsupported } from './created.js';
export { createLocks, type LockFile, type LockKeeping, type Locks } from './lock.js';
