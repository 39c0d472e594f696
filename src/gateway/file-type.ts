export { type FileType, fileTypes } from '../base/file-types.js';
