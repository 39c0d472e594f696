import type { CommandDefinition } from '../../command.js';
import { documentOptions, frozenOption, runDirOption } from '../../options.js';

export const debug: CommandDefinition = {
  name: 'debug',
  summary:
    'Runs a pipeline one node at a time, to look at the rows in between; publishes at the end as a run does.',
  configure: (command) =>
    frozenOption(runDirOption(documentOptions(command.argument('<file>', 'the pipeline document'))))
      .option('--memory <size>', "the engine's memory, for example 512MB; it spills to disk beyond")
      .option(
        '--accept-history',
        'take inputs that are unlike those of the runs before as they are; later runs are held against this one',
      )
      .option(
        '--as-planned',
        'step through the plan as a run has it: filters moved, columns left out that nothing needs',
      )
      .option('--script <file>', 'take the commands from a file, one a line; "-" is standard input')
      .option('--json', 'with --script: print one JSON object for each command')
      .option('--reveal', 'show the values of classified columns as they are'),
  load: async () => (await import('./action.js')).action,
};
