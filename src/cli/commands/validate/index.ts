import type { CommandDefinition } from '../../command.js';
import { documentOptions } from '../../options.js';

export const validate: CommandDefinition = {
  name: 'validate',
  summary: 'Says all that can be known of documents without running them.',
  configure: (command) =>
    documentOptions(command.argument('<file...>', 'pipeline documents'))
      .option('--deny-warnings', 'let a warning fail like an error')
      .option('--json', 'print the findings as JSON on standard output'),
  load: async () => (await import('./action.js')).action,
};
