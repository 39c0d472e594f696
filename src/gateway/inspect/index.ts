export type { InspectionTask } from '../inspection.js';
export type { InspectionTools } from './context.js';
export { inspectFile } from './inspect-file.js';
export { extensionsOf, mediaTypeOf, typeByMedia, typeByName } from './types.js';
