import type { CommandDefinition } from '../../command.js';

export const logout: CommandDefinition = {
  name: 'logout',
  summary: 'Forgets the token of a service; the token itself stays good.',
  configure: (command) => command.argument('<url>', 'the service, as `millrace login --list` shows it'),
  load: async () => (await import('./action.js')).action,
};
