import { Argument, InvalidArgumentError, Option } from 'commander';
import type { CommandDefinition } from '../../command.js';
import { addParam, documentOptions, engineOptions, runDirOption } from '../../options.js';

const count = (text: string): number => {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0) throw new InvalidArgumentError('Give a whole number.');
  return value;
};

export const quarantine: CommandDefinition = {
  name: 'quarantine',
  summary:
    'Shows the rows that broke a contract, with their reasons, and puts them through again once they are mended.',
  configure: (command) =>
    engineOptions(
      documentOptions(
        runDirOption(
          command
            .addArgument(
              new Argument(
                '<what>',
                '"list" counts the rows by rule and column, "show" prints rows too, "replay" puts rows through the pipeline again',
              ).choices(['list', 'show', 'replay']),
            )
            .argument('[run]', 'a run: its id, the beginning of it, or "latest"', 'latest')
            .argument('[node]', 'one node only'),
        ),
      ),
    )
      .option(
        '--where <condition>',
        'the rows to replay: SQL over the columns, whose values are text, dates and numbers in plain form (2024-12-31, 1234.5)',
      )
      .option(
        '--set <column=expression>',
        'what a column becomes in a replay, as SQL; may stand several times',
        addParam,
      )
      .addOption(
        new Option('--limit <n>', 'rows of each node that "show" prints').argParser(count).default(10),
      )
      .option('--reveal', 'print the values of classified columns as they are')
      .option('--json', 'print JSON on standard output'),
  load: async () => (await import('./action.js')).action,
};
