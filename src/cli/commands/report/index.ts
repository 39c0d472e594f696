import type { CommandDefinition } from '../../command.js';
import { runDirOption } from '../../options.js';

export const report: CommandDefinition = {
  name: 'report',
  summary: 'Writes a self-contained HTML page about a run.',
  configure: (command) =>
    runDirOption(command.argument('<run>', 'a run: its id, the beginning of it, or "latest"')).option(
      '-o, --output <file>',
      'file to write; "-" for standard output',
    ),
  load: async () => (await import('./action.js')).action,
};
