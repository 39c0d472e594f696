export { type AggregateRow, type Aggregating, aggregating } from './aggregate.js';
export { type Applied, type Apply, applyOf, KEEP } from './apply.js';
export { type AnyBatch, batchColumn, sliceBatch } from './batch.js';
export type { Given } from './check-values.js';
export { asTransform, declarationOf } from './declaration.js';
export { faultText } from './fault-text.js';
export { loadTransform } from './load.js';
export { applyPartitioned } from './partitioned.js';
export { pureApply } from './pure.js';
