import type { CommandDefinition } from '../../command.js';
import { runDirOption } from '../../options.js';

export const top: CommandDefinition = {
  name: 'top',
  summary: 'Shows the runs under way: rows and bytes, errors, memory, spill, and what waits for functions.',
  configure: (command) =>
    runDirOption(command)
      .option('--once', 'show them once and end; without a terminal that is so anyway')
      .option('--json', 'print JSON on standard output, once'),
  load: async () => (await import('./action.js')).action,
};
