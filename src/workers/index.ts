export { isPastLimits, runIsolated } from './isolated.js';
export { type KeptPools, keepPools } from './kept.js';
export { createPool, type Pool, type PoolOptions } from './pool.js';
export type { ProcessLimits } from './process.js';
export { serve, serveAll } from './serve.js';
export * from './slices/index.js';
export type { Beats } from './watchdog.js';
