import { InvalidArgumentError, Option } from 'commander';
import type { CommandDefinition } from '../../command.js';
import { engineOptions, runDirOption } from '../../options.js';

const MOST = 10_000;

const count = (text: string): number => {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > MOST) {
    throw new InvalidArgumentError(`Give a whole number from 1 to ${MOST}.`);
  }
  return value;
};

export const schedule: CommandDefinition = {
  name: 'schedule',
  summary: 'Runs pipelines when their `schedule:` says so, until it is ended; `schedule next` shows when.',
  configure: (command) =>
    runDirOption(
      engineOptions(
        command.argument(
          '<file...>',
          'pipeline documents, or folders of them; the word "next" before them prints their next times',
        ),
      ),
    )
      .option('--once', 'fire what is due, wait for it and end; for systemd timers and Kubernetes CronJobs')
      .option('--dry-run', 'print what would be fired and when, and fire nothing')
      .option('--until <time>', 'end of a dry run, ISO 8601; a day from now unless given')
      .addOption(new Option('-n, --count <n>', 'times that "next" prints').argParser(count).default(5))
      .option('--json', 'print the times of "next" and of a dry run as JSON on standard output'),
  load: async () => (await import('./action.js')).action,
};
