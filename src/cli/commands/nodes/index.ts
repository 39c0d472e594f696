import type { CommandDefinition } from '../../command.js';

export const nodes: CommandDefinition = {
  name: 'nodes',
  summary: 'Lists the node kinds, or shows the reference of one.',
  configure: (command) =>
    command.argument('[kind]', 'a node kind').option('--json', 'print JSON on standard output'),
  load: async () => (await import('./action.js')).action,
};
