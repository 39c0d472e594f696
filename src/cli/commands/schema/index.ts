import type { CommandDefinition } from '../../command.js';

export const schema: CommandDefinition = {
  name: 'schema',
  summary: 'Prints the JSON Schema of pipeline documents, or of project files, for editors.',
  configure: (command) => command.option('--project', 'that of project files (millrace.yaml)'),
  load: async () => (await import('./action.js')).action,
};
