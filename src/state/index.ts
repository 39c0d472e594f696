export { writeAtomically } from '../base/atomic-file.js';
export { endLine } from './index-entry.js';
export { inTurn } from './lock/in-turn.js';
export { openStateStore } from './open-state-store.js';
export { statePlaceFrom } from './place-from.js';
export { createFolderRunStore } from './run-store.js';
