import { InvalidArgumentError } from 'commander';
import type { CommandDefinition } from '../../command.js';
import { runDirOption } from '../../options.js';

/** A look, no copy: a run waits while it answers from its engine. */
const MOST = 1000;

const rowCount = (text: string): number => {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > MOST)
    throw new InvalidArgumentError(`Give a whole number from 1 to ${MOST}.`);
  return value;
};

export const tap: CommandDefinition = {
  name: 'tap',
  summary: 'Shows some rows of a node while its run goes on; values of classified columns are masked.',
  configure: (command) =>
    runDirOption(
      command
        .argument('<run>', 'a run under way: its id, the beginning of it, or "latest"')
        .argument('<node>', 'the node'),
    )
      .option('--rows <n>', 'so many rows at most', rowCount, 10)
      .option('--follow', 'go on with rows that come later, until the run has ended')
      .option('--json', 'print JSON on standard output, a line each time'),
  load: async () => (await import('./action.js')).action,
};
