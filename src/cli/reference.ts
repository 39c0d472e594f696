import { Command } from 'commander';
import { exitCodes } from '../base/errors/index.js';
import type { CommandDefinition } from './command.js';
import { commands } from './commands/index.js';

const helpOf = ({ name, summary, configure }: CommandDefinition): string =>
  configure(new Command(name).description(summary))
    .configureHelp({ helpWidth: 100 })
    .helpInformation()
    .replace(`Usage: ${name}`, `Usage: millrace ${name}`);

const meanings: Readonly<Record<keyof typeof exitCodes, string>> = {
  done: 'done',
  failed: 'the run failed: data or surroundings',
  wrong: 'the document or the command is wrong',
  stopped: 'stopped before publishing by a check',
  interrupted: 'interrupted',
};

/** The reference page of the command line, from the commands themselves. */
export const commandReference = (): string =>
  [
    '# Commands',
    '',
    'Results go to standard output, everything said about them to standard error.',
    '',
    '| exit code | meaning |',
    '|---|---|',
    ...Object.entries(exitCodes).map(
      ([key, code]) => `| ${code} | ${meanings[key as keyof typeof exitCodes]} |`,
    ),
    '',
    ...commands.flatMap((command) => [`## ${command.name}`, '', '```', helpOf(command).trimEnd(), '```', '']),
  ].join('\n');
