import type { CommandDefinition } from '../../command.js';
import { insecureOption } from '../../service/connect.js';

export const password: CommandDefinition = {
  name: 'password',
  summary: 'Sets the password of a person of a service; you are asked for it, and it is not shown.',
  configure: (command) =>
    insecureOption(
      command
        .argument('<person>', 'who; "administrator" is whoever has the token of the first start')
        .option('--server <url>', 'the service, which has `identity: { local: true }`')
        .option(
          '--password-stdin',
          'read it from the first line of standard input; the current one, where it is asked for, from the second',
        ),
    ),
  load: async () => (await import('./action.js')).action,
};
