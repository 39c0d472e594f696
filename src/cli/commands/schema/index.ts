import type { CommandDefinition } from '../../command.js';

export const schema: CommandDefinition = {
  name: 'schema',
  summary: 'Prints the JSON Schema of pipeline documents, for editors.',
  configure: (command) => command,
  load: async () => (await import('./action.js')).action,
};
