export { type Comparing, countedOutliers, type Outlier, outliers } from './judge.js';
export { measuresOf, momentOf } from './measures.js';
export type { MeasuredRun } from './quantity.js';
