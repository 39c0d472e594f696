export { triggerProblems } from './check.js';
export {
  createUploadTrigger,
  type TriggeredPipeline,
  type UploadTrigger,
  type UploadTriggerOptions,
} from './upload-trigger.js';
