export { columnsThatMatter } from './columns.js';
export {
  amongSeveral,
  leavingOf,
  madeOf,
  notGivenAgain,
  pairsSql,
  reasonsSql,
  sameIn,
  sameValues,
  stayedBehind,
  wentInto,
} from './follow.js';
export {
  conditionFor,
  countSql,
  type Narrowed,
  type Narrowing,
  narrowedBy,
  narrowing,
  valuesSql,
  withFew,
} from './narrow.js';
export { tracedPlan } from './plan.js';
export {
  choosingSchema,
  hasOrigin,
  readRows,
  readSchema,
  rowsForFunction,
  rowsWhere,
  type Tracing,
  tablesUpTo,
  upTo,
  withTables,
} from './relations.js';
export { byColumns, byOnly, type Step as TraceStep, type StepTrace, stepOf } from './step.js';
