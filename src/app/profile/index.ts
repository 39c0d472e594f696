export { pinText } from '../check/unpinned.js';
export type { Pinned } from './pin.js';
export {
  type PipelineProfile,
  type ProfiledInput,
  type ProfileOptions,
  profilePipeline,
} from './profile.js';
