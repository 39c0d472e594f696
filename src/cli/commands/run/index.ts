import type { CommandDefinition } from '../../command.js';
import { documentOptions, engineOptions, frozenOption, runDirOption } from '../../options.js';

export const run: CommandDefinition = {
  name: 'run',
  summary: 'Runs a pipeline: checks it, executes it, publishes all of its outputs or none.',
  configure: (command) =>
    frozenOption(
      runDirOption(engineOptions(documentOptions(command.argument('<file>', 'the pipeline document')))),
    )
      .option(
        '--accept-history',
        'take inputs that are unlike those of the runs before as they are; later runs are held against this one',
      )
      .option('--json', 'print the run record, and nothing else, on standard output'),
  load: async () => (await import('./action.js')).action,
};
