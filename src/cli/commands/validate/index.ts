import type { CommandDefinition } from '../../command.js';
import { documentOptions, frozenOption, runDirOption } from '../../options.js';

export const validate: CommandDefinition = {
  name: 'validate',
  summary: 'Says all that can be known of documents without running them.',
  configure: (command) =>
    frozenOption(runDirOption(documentOptions(command.argument('<file...>', 'pipeline documents'))))
      .option('--offline', 'touch no source: columns are those that the last good run saw')
      .option('--suggest-contract <node>', 'write a contract for a reading node that its rows keep')
      .option('--deny-warnings', 'let a warning fail like an error')
      .option('--json', 'print the findings as JSON on standard output'),
  load: async () => (await import('./action.js')).action,
};
