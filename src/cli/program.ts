import { Command, CommanderError } from 'commander';
import { exitCodes, type Problem } from '../base/errors/index.js';
import { version } from '../version.js';
import type { CommandContext, CommandDefinition } from './command.js';
import { commandFailure, unknownWord } from './command-failure.js';
import { commands } from './commands/index.js';
import { printProblems, reportFailure } from './failure.js';

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
    const onWarnings = (problems: readonly Problem[]): void => printProblems(context.terminal, problems);
    const wiring = { onWarnings, ...context.wiring, command: definition.name };
    chosen.code = await action({ ...context, wiring }, command.args, command.opts());
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
  for (const definition of commands) add(program, definition, context, chosen);
  // After the commands, which inherit what the program allows. What follows an unknown command is left alone, so
  // that the command is what is complained of.
  program
    .argument('[command]')
    .allowExcessArguments()
    .allowUnknownOption()
    .action((name: string | undefined) => {
      if (name !== undefined) throw unknownWord(name);
      terminal.err(program.helpInformation());
      chosen.code = exitCodes.wrong;
    });
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
    return reportFailure(context.terminal, commandFailure(thrown, words));
  }
};
