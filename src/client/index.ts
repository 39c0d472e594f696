export { MillraceError, type Problem } from '../base/errors/index.js';
export type { components, operations, paths } from './api.js';
export { type Call, type ClientOptions, createClient, type MillraceClient } from './create-client.js';
export { type UploadEvent, type UploadOptions, type UploadRecord, uploadFile } from './upload/index.js';
