import { cleanRuns } from '../../../app/clean/clean.js';
import { type Erased, eraseRows } from '../../../app/clean/erase.js';
import { failure } from '../../../base/errors/index.js';
import { plural } from '../../../base/number-text.js';
import type { Action } from '../../command.js';
import { printProblems } from '../../failure.js';
import { table } from '../../format.js';

interface Key {
  readonly column: string;
  readonly value: string;
}

const erasedText = ({ rows, texts }: Erased): string => {
  const sum = rows.reduce((total, item) => total + item.rows, 0);
  const also = texts.length > 0 ? `, and the value from texts of ${plural(texts.length, 'record')}` : '';
  return `${plural(sum, 'row')} from runs${also}`;
};

/** `millrace clean --older-than AGE | --erase COLUMN=VALUE`. */
export const action: Action = async ({ wiring, terminal }, _, options) => {
  const { olderThan, erase, dryRun, runDir } = options;
  const isRehearsal = dryRun === true;
  const common = { runDir: String(runDir), isRehearsal };
  if (typeof olderThan !== 'string' && erase === undefined) {
    throw failure('MR6004', 'nothing says what to clean', {
      mend: 'Give --older-than with an age, for example 30d, or --erase with COLUMN=VALUE.',
    });
  }
  if (typeof olderThan === 'string') {
    const runs = await cleanRuns(wiring, { ...common, olderThan });
    const lines = runs.map(({ runId, pipeline, startedAt }) => [
      `  ${runId}`,
      pipeline,
      startedAt.slice(0, 10),
    ]);
    if (lines.length > 0) terminal.out(`${table(lines)}\n`);
    terminal.err(`${isRehearsal ? 'would remove' : 'removed'} ${plural(runs.length, 'run')}\n`);
  }
  if (erase !== undefined) {
    const found = await eraseRows(wiring, { ...common, ...(erase as Key) });
    const lines = found.rows.map(({ runId, node, rows }) => [`  ${runId}`, node, plural(rows, 'row')]);
    if (lines.length > 0) terminal.out(`${table(lines)}\n`);
    printProblems(terminal, found.warnings);
    terminal.err(`${isRehearsal ? 'would erase' : 'erased'} ${erasedText(found)}\n`);
  }
  return 0;
};
