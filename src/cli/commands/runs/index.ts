import type { CommandDefinition } from '../../command.js';
import { runDirOption } from '../../options.js';

export const runs: CommandDefinition = {
  name: 'runs',
  summary: 'Lists runs, or shows the record of one.',
  configure: (command) =>
    runDirOption(command.argument('[run]', 'a run: its id, the beginning of it, or "latest"')).option(
      '--json',
      'print JSON on standard output',
    ),
  load: async () => (await import('./action.js')).action,
};
