import { Command, CommanderError } from 'commander';
import { nearest } from '../base/diagnostics/suggest.js';
import { type ErrorCode, exitCodes, failure, type MillraceError } from '../base/errors/index.js';
import { version } from '../version.js';
import type { CommandContext, CommandDefinition } from './command.js';
import { commands, notBuiltCommands, notBuiltOptions } from './commands/index.js';
import { reportFailure } from './failure.js';

const codes: Readonly<Record<string, ErrorCode>> = {
  'commander.unknownCommand': 'MR6001',
  'commander.unknownOption': 'MR6002',
  'commander.missingArgument': 'MR6003',
  'commander.optionMissingArgument': 'MR6003',
  'commander.missingMandatoryOptionValue': 'MR6003',
  'commander.excessArguments': 'MR6004',
  'commander.invalidArgument': 'MR6004',
};

/** What the argument parser found wrong, as a coded problem. */
const commandFailure = ({ code, message }: CommanderError): MillraceError => {
  const [first = '', ...rest] = message.replace(/^error: /, '').split('\n');
  const option = /'(--[a-z-]+)/.exec(first)?.[1];
  if (code === 'commander.unknownOption' && option !== undefined && notBuiltOptions.has(option)) {
    return failure('MR9001', `the option ${option} is not built yet`);
  }
  const hint = rest
    .join(' ')
    .replace(/^\(|\)$/g, '')
    .trim();
  return failure(codes[code] ?? 'MR6004', first, hint === '' ? {} : { notes: [hint] });
};

const unknownCommand = (name: string): MillraceError => {
  if (notBuiltCommands.has(name)) return failure('MR9001', `the command "${name}" is not built yet`);
  const suggestion = nearest(
    name,
    commands.map((command) => command.name),
  );
  return failure(
    'MR6001',
    `unknown command "${name}"`,
    suggestion ? { notes: [`did you mean "millrace ${suggestion}"?`] } : {},
  );
};

interface Chosen {
  code: number;
}

const add = (
  program: Command,
  definition: CommandDefinition,
  context: CommandContext,
  chosen: Chosen,
): void => {
  const command = definition.configure(program.command(definition.name).description(definition.summary));
  command.action(async () => {
    const action = await definition.load();
    chosen.code = await action(context, command.args, command.opts());
  });
};

const build = (context: CommandContext, chosen: Chosen): Command => {
  const { terminal } = context;
  const program = new Command('millrace')
    .description('Declared data pipelines: checked, planned, run, and published all at once or not at all.')
    .version(version, '-V, --version')
    .configureOutput({ writeOut: terminal.out, writeErr: () => undefined })
    .helpCommand(false)
    .showSuggestionAfterError(true)
    .exitOverride();
  program.argument('[command]').action((name: string | undefined) => {
    if (name !== undefined) throw unknownCommand(name);
    terminal.out(program.helpInformation());
    chosen.code = exitCodes.wrong;
  });
  for (const definition of commands) add(program, definition, context, chosen);
  return program;
};

/** Runs one command line; gives its exit code. Everything that goes wrong is said, nothing is thrown. */
export const main = async (context: CommandContext, words: readonly string[]): Promise<number> => {
  const chosen: Chosen = { code: exitCodes.done };
  try {
    await build(context, chosen).parseAsync([...words], { from: 'user' });
    return chosen.code;
  } catch (thrown) {
    if (!(thrown instanceof CommanderError)) return reportFailure(context.terminal, thrown);
    if (thrown.exitCode === 0) return exitCodes.done;
    return reportFailure(context.terminal, commandFailure(thrown));
  }
};
