import type { CommandDefinition } from '../../command.js';
import { insecureOption } from '../../service/connect.js';

export const login: CommandDefinition = {
  name: 'login',
  summary: 'Keeps the token of a service, once the service has taken it.',
  configure: (command) =>
    insecureOption(
      command
        .argument('[url]', 'the service: https://host, or http://localhost:7460')
        .option('--token-stdin', 'read the token from standard input; else MILLRACE_TOKEN, or you are asked')
        .option('--list', 'list the services that tokens are kept for')
        .option('--json', 'print JSON on standard output'),
    ),
  load: async () => (await import('./action.js')).action,
};
