import { type Problem, problem } from '../../base/errors/index.js';
import type { ScannerStatus, ScanVerdict } from '../scanner.js';

/** What is wrong with an upload, by a scanner's verdict; nothing where it is clean. */
export const verdictProblems = (verdict: ScanVerdict, scanner: string): readonly Problem[] => {
  if (verdict.kind === 'clean') return [];
  if (verdict.kind === 'infected') {
    return [
      problem('MR8301', `the file contains "${verdict.signature}"`, { notes: [verdict.by ?? scanner] }),
    ];
  }
  return [problem('MR8302', `the file was not scanned: ${verdict.why}`, { notes: [scanner] })];
};

/** What is wrong with a scanner that is not ready. */
export const statusProblems = (status: ScannerStatus, scanner: string): readonly Problem[] =>
  status.isReady ? [] : [problem('MR8303', `${scanner} cannot be used: ${status.why}`)];
