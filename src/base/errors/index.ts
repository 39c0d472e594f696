export { catalogue, type ErrorCode, entryOf } from './catalogue.js';
export type { CatalogueEntry, Fault } from './entry.js';
export { exitCodeFor, exitCodes, stopCodes } from './exit-code.js';
export {
  failure,
  isError,
  MillraceError,
  type Place,
  type Problem,
  type ProblemDetails,
  problem,
  problemsOf,
  type Severity,
} from './problem.js';
