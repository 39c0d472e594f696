export { type AggregateRow, type Aggregating, aggregating } from './aggregate.js';
export type { Applied, Apply } from './applied.js';
export { applyOf, type BatchTransform, KEEP } from './apply.js';
export { type ApplyAround, applyAround } from './around.js';
export { type AnyBatch, batchColumn } from './batch.js';
export { asTransform, declarationOf } from './declaration.js';
export { faultText } from './fault-text.js';
export { loadTransform } from './load.js';
export { pureApply } from './pure.js';
