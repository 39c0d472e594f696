export { writeAtomically } from './atomic-file.js';
export { createFolderRunStore } from './run-store.js';
