import type { CommandDefinition } from '../../command.js';
import { documentOptions, engineOptions, frozenOption, runDirOption } from '../../options.js';
import { telemetryOptions } from '../../telemetry-options.js';

export const run: CommandDefinition = {
  name: 'run',
  summary: 'Runs a pipeline: checks it, executes it, publishes all of its outputs or none.',
  configure: (command) =>
    telemetryOptions(
      frozenOption(
        runDirOption(engineOptions(documentOptions(command.argument('<file>', 'the pipeline document')))),
      ),
    )
      .option(
        '--accept-history',
        'take inputs that are unlike those of the runs before as they are; later runs are held against this one',
      )
      .option('--checkpoint', 'keep the results of stages, so that a later run can go on from this one')
      .option(
        '--resume [run]',
        'go on from a run that kept results: the one named, or the newest; stages that nothing has changed for are not done again',
      )
      .option('--explain-cache', 'say of each stage whether its result was taken over, or why not')
      .option('--json', 'print the run record, and nothing else, on standard output'),
  load: async () => (await import('./action.js')).action,
};
