import type { CommandDefinition } from '../../command.js';
import { insecureOption } from '../../service/connect.js';

export const upload: CommandDefinition = {
  name: 'upload',
  summary: 'Sends files to a service; the same command again goes on where one broke off.',
  configure: (command) =>
    insecureOption(
      command
        .argument('<file...>', 'files, of any size')
        .requiredOption('--to <url>', 'the service')
        .requiredOption('--channel <name>', 'the channel of the service that takes them')
        .option('--type <media type>', 'what the files are; by their extensions unless given')
        .option('--no-wait', 'end once the bytes are there, before it is known whether the files pass')
        .option('--json', 'print JSON on standard output'),
    ),
  load: async () => (await import('./action.js')).action,
};
