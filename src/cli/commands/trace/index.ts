import { InvalidArgumentError } from 'commander';
import type { CommandDefinition } from '../../command.js';
import { documentOptions, engineOptions, runDirOption } from '../../options.js';

const MOST = 1000;

const rowCount = (text: string): number => {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0 || value > MOST) {
    throw new InvalidArgumentError(`Give a whole number from 0 to ${MOST}.`);
  }
  return value;
};

export const trace: CommandDefinition = {
  name: 'trace',
  summary: 'Shows which input rows made rows of a node, or where input rows are gone.',
  configure: (command) =>
    runDirOption(engineOptions(documentOptions(command.argument('<file>', 'the pipeline document'))))
      .requiredOption('--node <node>', 'the node whose rows are chosen, or an output of it as node.output')
      .requiredOption('--where <condition>', 'SQL condition over its columns, by which rows are chosen')
      .option('--to <node>', 'follow the rows down to this node, in place of up to the inputs')
      .option('--limit <n>', 'rows of each node that are shown', rowCount, 5)
      .option('--reveal', 'show values of columns that are personal or sensitive')
      .option('--json', 'print the trace as JSON'),
  load: async () => (await import('./action.js')).action,
};
