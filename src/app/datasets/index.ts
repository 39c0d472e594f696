export { type FileFormat, fileFormats, mediaTypes } from './formats.js';
export { type ReadingLimits, usualLimits } from './limits.js';
export type { DatasetProfile, ProfiledColumn } from './profile.js';
export {
  createDatasetReading,
  type DatasetReading,
  type ExportRequest,
  type PageRequest,
  type Told,
} from './reading.js';
export type { SqlAnswer, SqlQuestion } from './sql-query.js';
export {
  createStorages,
  type FindRecord,
  findVersion,
  type PublishedVersion,
  type StorageOf,
} from './version.js';
export { type ColumnsRecord, type DatasetView, shownColumns, viewId } from './view.js';
