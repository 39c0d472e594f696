export {
  type Admission,
  type Asked,
  type Effect,
  emptyAdmission,
  ended,
  offer,
  type Step,
  type WhenFull,
} from './admission.js';
export { circleOf, type Marks, type Success, succeededAnew } from './after.js';
export { type Arrivals, look, type SeenFile } from './arrival.js';
export { type Due, dueTimes, GRACE } from './missed.js';
export { beginAt, type Partition, partitionsBetween, wholeBefore } from './partitions.js';
export { nextTimes, timesAfter, timesBetween, zoneOf } from './times.js';
export { partitionParams } from './values.js';
export { momentIn, zoned } from './zone.js';
