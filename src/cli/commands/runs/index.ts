import type { CommandDefinition } from '../../command.js';
import { runDirOption } from '../../options.js';
import { insecureOption } from '../../service/connect.js';

export const runs: CommandDefinition = {
  name: 'runs',
  summary: 'Lists runs, or shows the record of one.',
  configure: (command) =>
    insecureOption(
      runDirOption(command.argument('[run]', 'a run: its id, the beginning of it, or "latest"'))
        .option('--server <url>', 'runs of a service in place of those in the folder')
        .option('--json', 'print JSON on standard output'),
    ),
  load: async () => (await import('./action.js')).action,
};
