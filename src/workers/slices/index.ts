export { type CutOptions, type Slice, slicesOf } from './cut.js';
export { type FeedOptions, feedSlice } from './feed.js';
export { type RecordFormat, recordFormatOf } from './format.js';
export { layoutOf, type RecordLayout } from './layout.js';
export { csvTable, states } from './machine.js';
export { sliceOptions } from './options.js';
export { makePipe } from './pipe.js';
