export { createFolderRunStore } from './run-store.js';
