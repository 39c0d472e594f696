import { MEND_RECORDS } from '../../../app/replay/choose.js';
import { replay } from '../../../app/replay/replay.js';
import { exitCodeFor } from '../../../base/errors/index.js';
import { plural } from '../../../base/number-text.js';
import type { Action } from '../../command.js';
import { overridesOf } from '../../options.js';
import { printOutcome } from '../../outcome.js';
import { createProgress } from '../../progress.js';

/** `millrace quarantine replay [RUN] [NODE]`. */
export const replayAction: Action = async (
  { wiring, terminal, signal },
  [, id = 'latest', node],
  options,
) => {
  const progress = createProgress(terminal);
  const { where, set = {} } = options as {
    readonly where?: string;
    readonly set?: Readonly<Record<string, string>>;
  };
  try {
    const done = await replay(wiring, id, {
      ...overridesOf(options),
      runDir: String(options['runDir']),
      signal,
      onEvent: progress.onEvent,
      set,
      ...(where === undefined ? {} : { where }),
      ...(node === undefined ? {} : { node }),
    });
    progress.end();
    const { outcome, rows, records, taken, from } = done;
    const before = taken > 0 ? `, ${plural(taken, 'row')} went in an earlier replay` : '';
    terminal.err(`replays ${plural(rows, 'row')} of "${done.node}" from run ${from}${before}\n`);
    if (records > 0)
      terminal.err(`${plural(records, 'record')} that gave no row cannot be replayed. ${MEND_RECORDS}\n`);
    if (outcome) printOutcome(terminal, outcome);
    if (options['json'] === true)
      terminal.out(`${JSON.stringify({ ...done, outcome: outcome?.record ?? null }, null, 2)}\n`);
    return outcome ? exitCodeFor(outcome.record.problems) : 0;
  } finally {
    progress.end();
  }
};
