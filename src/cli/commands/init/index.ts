import type { CommandDefinition } from '../../command.js';

export const init: CommandDefinition = {
  name: 'init',
  summary: 'Makes a working pipeline to start from.',
  configure: (command) =>
    command
      .argument('[dir]', 'folder of the new project', '.')
      .option('--from <file>', 'start from a data file (CSV, JSON or Parquet)'),
  load: async () => (await import('./action.js')).action,
};
