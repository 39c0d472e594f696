export { choose } from './choose.js';
export { classifiedIn, maskProfile } from './mask.js';
export { type Detector, meaningSql, meaningsOf } from './meaning.js';
export { profileSource } from './profile-source.js';
export type { ColumnProfile, Histogram, InputProfile } from './types.js';
