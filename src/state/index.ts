export { writeAtomically } from './atomic-file.js';
export { openStateStore } from './open-state-store.js';
export { createFolderRunStore } from './run-store.js';
