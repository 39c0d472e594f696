export { type ProcessLimits, runIsolated } from './isolated.js';
export { serve } from './serve.js';
