export { columnsThatMatter, hiddenColumns } from './columns.js';
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
  rowsWhere,
  type Tracing,
  tablesUpTo,
  upTo,
  withTables,
} from './relations.js';
export {
  amongSeveral,
  byColumns,
  byOnly,
  leavingOf,
  madeOf,
  notGivenAgain,
  pairsSql,
  reasonsSql,
  type Step as TraceStep,
  type StepTrace,
  sameIn,
  stayedBehind,
  stepOf,
  wentInto,
} from './step.js';
