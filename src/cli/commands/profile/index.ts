import { Option } from 'commander';
import type { CommandDefinition } from '../../command.js';
import { documentOptions, engineOptions, runDirOption } from '../../options.js';

export const profile: CommandDefinition = {
  name: 'profile',
  summary: 'Shows what the inputs of a pipeline are like, and what a run would decide about them.',
  configure: (command) =>
    runDirOption(
      engineOptions(
        documentOptions(
          command
            .argument('<file>', 'the pipeline document')
            .argument('[node]', 'the one reading node to look at'),
        ),
      ),
    )
      .option('--full', 'look at all rows; without it large inputs are looked at by a sample')
      .option('--pin', 'write what was found into the document, so that nothing is left to decide')
      .option('--reveal', 'show values of columns that are personal or sensitive')
      .addOption(
        new Option('-f, --format <format>', 'form of the profile').choices(['text', 'json']).default('text'),
      ),
  load: async () => (await import('./action.js')).action,
};
