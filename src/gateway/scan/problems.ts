import { type Problem, problem } from '../../base/errors/index.js';
import type { ScannerStatus } from '../scanner.js';

/** What is wrong with a scanner that is not ready. */
export const statusProblems = (status: ScannerStatus, scanner: string): readonly Problem[] =>
  status.isReady ? [] : [problem('MR8303', `${scanner} cannot be used: ${status.why}`)];
