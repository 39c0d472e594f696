import type { CommandDefinition } from '../../command.js';

export const test: CommandDefinition = {
  name: 'test',
  summary: "Runs the documents' own tests: rows given, rows expected.",
  configure: (command) =>
    command
      .argument('<file...>', 'pipeline documents')
      .option('--fix', 'rewrite expectations that fail to what the nodes give')
      .option('--json', 'print the results as JSON on standard output'),
  load: async () => (await import('./action.js')).action,
};
