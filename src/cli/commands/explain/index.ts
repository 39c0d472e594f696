import { Option } from 'commander';
import type { CommandDefinition } from '../../command.js';
import { documentOptions, engineOptions } from '../../options.js';

export const explain: CommandDefinition = {
  name: 'explain',
  summary: 'Shows how a run would go about a pipeline: graph, columns, rules, stages, SQL.',
  configure: (command) =>
    engineOptions(documentOptions(command.argument('<file>', 'the pipeline document')))
      .addOption(
        new Option('-f, --format <format>', 'form of the plan')
          .choices(['tree', 'sql', 'json', 'mermaid'])
          .default('tree'),
      )
      .option('--analyze', 'run the stages and show the time and the rows of each; nothing is published'),
  load: async () => (await import('./action.js')).action,
};
