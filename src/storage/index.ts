export { type Failpoint, type FailpointRecording, recordFailpoints } from './failpoint.js';
export { createFolderStorage, type FolderStorageOptions } from './folder-storage.js';
export { breakStale, tryLock, unlock } from './lock.js';
export { holderText, type LockFile, type LockRecord, newRecord } from './lock-record.js';
export { type Dataset, type Manifest, type PublishedFile, readManifest } from './manifest.js';
export { isOnThisHost } from './process-identity.js';
export { createFetch, type FetchOptions } from './web/fetch-file.js';
