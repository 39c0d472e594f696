import { InvalidArgumentError } from 'commander';
import type { CommandDefinition } from '../../command.js';
import { runDirOption } from '../../options.js';

/** `column=value`. */
const key = (text: string): { readonly column: string; readonly value: string } => {
  const [, column, value] = /^([^=]+)=(.*)$/su.exec(text) ?? [];
  if (column === undefined || value === undefined)
    throw new InvalidArgumentError('Write it as COLUMN=VALUE.');
  return { column, value };
};

export const clean: CommandDefinition = {
  name: 'clean',
  summary: 'Removes old runs with the raw rows in their quarantine, or erases rows by a key.',
  configure: (command) =>
    runDirOption(command)
      .option('--older-than <age>', 'remove runs that began longer ago: 36h, 30d, 4w')
      .option(
        '--erase <column=value>',
        'erase this value of a column from every run: rows that have it from its quarantine and the samples of its record, and the value from what its record tells of the data',
        key,
      )
      .option('--dry-run', 'say what would go, and leave it'),
  load: async () => (await import('./action.js')).action,
};
