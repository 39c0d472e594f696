import { Argument, Option } from 'commander';
import type { CommandDefinition } from '../../command.js';
import { runDirOption } from '../../options.js';

export const policy: CommandDefinition = {
  name: 'policy',
  summary: 'Shows what holds for nodes when something fails, and which rule says so.',
  configure: (command) =>
    runDirOption(
      command
        .addArgument(
          new Argument(
            '<what>',
            '"explain" shows each value, the rule that gives it, and those that it overrides',
          ).choices(['explain']),
        )
        .argument('<file>', 'the pipeline document')
        .argument('[node]', 'one node only')
        .addOption(
          new Option('-f, --format <format>', 'form of the answer').choices(['text', 'json']).default('text'),
        ),
    ),
  load: async () => (await import('./action.js')).action,
};
