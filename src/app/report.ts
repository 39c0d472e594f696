import type { RunRecord } from '../kit/index.js';
import { renderReport } from '../report/index.js';
import { showRun } from './runs.js';
import type { Wiring } from './wiring.js';

/** A self-contained HTML page about one run. */
export const reportRun = async (
  wiring: Wiring,
  id: string,
  runDir?: string,
): Promise<{ readonly record: RunRecord; readonly html: string }> => {
  const record = await showRun(wiring, id, runDir);
  return { record, html: renderReport(record) };
};
