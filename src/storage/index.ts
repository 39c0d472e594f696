export { type Failpoint, type FailpointRecording, recordFailpoints } from './failpoint.js';
export { createFolderStorage, type FolderStorageOptions } from './folder-storage.js';
export { type Dataset, type Manifest, type PublishedFile, readManifest } from './manifest.js';
export { createFetch, type FetchOptions } from './web/fetch-file.js';
