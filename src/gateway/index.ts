export type { ArchiveLimits, Channel, Quotas } from './channel.js';
export { createGateway } from './create-gateway.js';
export type { ChunkChecksum, ExpectedDigests } from './digests.js';
export { type FileType, fileTypes } from './file-type.js';
export type { BeginUpload, Gateway, UploadFilter } from './gateway.js';
export type { Inspect, Inspection, InspectionTask } from './inspection.js';
export type { GatewayOptions } from './options.js';
export type { Scanner, ScanVerdict } from './scanner.js';
export {
  type Promotion,
  type ScanReport,
  type UploadRecord,
  type UploadState,
  type UploadStep,
  uploadStates,
} from './upload.js';
