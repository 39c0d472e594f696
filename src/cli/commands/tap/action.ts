import { tap } from '../../../app/watch/tap/ask.js';
import { plural } from '../../../base/number-text.js';
import type { Action } from '../../command.js';
import { rowLines } from '../debug/rows.js';

/** `millrace tap RUN NODE`. */
export const action: Action = async ({ wiring, terminal, signal }, [run = '', node = ''], options) => {
  const asJson = options['json'] === true;
  await tap(wiring, run, node, {
    runDir: String(options['runDir']),
    rows: Number(options['rows']),
    follow: options['follow'] === true,
    signal,
    onWaiting: (why) => terminal.err(`waiting: ${why}\n`),
    onRows: ({ sample, fused, state: _, serial: __ }) => {
      if (asJson) {
        terminal.out(`${JSON.stringify({ asked: node, ...sample, ...(fused ? { fused } : {}) })}\n`);
        return;
      }
      if (fused)
        terminal.err(
          `"${node}" is fused within its stage (${fused.join(' + ')}): these are rows of "${sample.node}", where it ends\n`,
        );
      terminal.out(`${plural(sample.rows.length, 'row')} of "${sample.node}"\n`);
      const lines = rowLines({ schema: sample.schema, rows: sample.rows, hidden: [] }, terminal);
      terminal.out(`${lines.join('\n')}\n`);
    },
  });
  return 0;
};
