import type { CommandDefinition } from '../../command.js';

export const types: CommandDefinition = {
  name: 'types',
  summary: 'Lists the semantic types, or shows the reference of one.',
  configure: (command) =>
    command.argument('[type]', 'a semantic type').option('--json', 'print JSON on standard output'),
  load: async () => (await import('./action.js')).action,
};
