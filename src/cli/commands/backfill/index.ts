import { InvalidArgumentError } from 'commander';
import type { CommandDefinition } from '../../command.js';
import { addParam, engineOptions, runDirOption } from '../../options.js';

const MOST = 64;

const runs = (text: string): number => {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > MOST) {
    throw new InvalidArgumentError(`Give a whole number from 1 to ${MOST}.`);
  }
  return value;
};

export const backfill: CommandDefinition = {
  name: 'backfill',
  summary:
    'Runs a pipeline once for each partition of time (`schedule: partitions`), and goes on where it ended.',
  configure: (command) =>
    runDirOption(engineOptions(command.argument('[file]', 'the pipeline document, unless one is resumed')))
      .option(
        '--from <time>',
        'beginning of the first partition: 2026-01, 2026-01-31 or 2026-01-31T09:00, in the zone of the schedule',
      )
      .option('--to <time>', 'end of the last partition; the one that begins there is not run')
      .option('-p, --param <name=value>', 'give a parameter its value; may stand several times', addParam)
      .option('--parallel <n>', 'runs at one time, where no output is shared by partitions', runs, 1)
      .option('--only-failed', 'those partitions only whose last run failed')
      .option('--resume <id>', 'go on with a backfill that has not ended, or not ended well')
      .option('--json', 'print the partitions and what became of them as JSON on standard output'),
  load: async () => (await import('./action.js')).action,
};
