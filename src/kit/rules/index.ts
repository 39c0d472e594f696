export * from './assertions.js';
export * from './columns.js';
export * from './fit.js';
export * from './freshness.js';
export * from './references.js';
export * from './rules.js';
export * from './values.js';
export * from './written-as.js';
