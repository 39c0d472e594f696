import { listRuns, showRun } from '../../../app/runs.js';
import type { Action } from '../../command.js';
import { printProblems } from '../../failure.js';
import { listing, record } from './draw.js';
import { ofService } from './of-service.js';

const NONE = 'No runs here yet. Start one with: millrace run FILE\n';

/** `millrace runs [RUN]`. */
export const action: Action = async (context, operands, options) => {
  if (options['server'] !== undefined) return ofService(context, operands, options);
  const { wiring, terminal } = context;
  const [id] = operands;
  const runDir = String(options['runDir']);
  const asJson = options['json'] === true;
  if (id === undefined) {
    const entries = await listRuns(wiring, runDir);
    terminal.out(asJson ? `${JSON.stringify(entries, null, 2)}\n` : listing(entries, NONE));
    return 0;
  }
  const found = await showRun(wiring, id, runDir);
  terminal.out(asJson ? `${JSON.stringify(found, null, 2)}\n` : record(found));
  if (!asJson) printProblems(terminal, found.problems);
  return 0;
};
