import { Command, type CommanderError } from 'commander';
import { nearest } from '../base/diagnostics/suggest.js';
import { type ErrorCode, failure, type MillraceError } from '../base/errors/index.js';
import type { CommandDefinition } from './command.js';
import { commands, notBuiltCommands, notBuiltOptions } from './commands/index.js';

const codes: Readonly<Record<string, ErrorCode>> = {
  'commander.unknownCommand': 'MR6001',
  'commander.unknownOption': 'MR6002',
  'commander.missingArgument': 'MR6003',
  'commander.optionMissingArgument': 'MR6003',
  'commander.missingMandatoryOptionValue': 'MR6003',
  'commander.excessArguments': 'MR6004',
  'commander.invalidArgument': 'MR6004',
};

/** The argument parser's sentences, in the words of this program. */
const sentences: readonly (readonly [RegExp, string])[] = [
  [/^unknown option '(.+)'$/, 'unknown option "$1"'],
  [/^missing required argument '(.+)'$/, 'the argument <$1> is missing'],
  [/^option '(.+)' argument missing$/, 'the option "$1" needs a value'],
  [/^option '(.+)' argument '(.*)' is invalid\. (.+?)\.?$/s, 'the option "$1" does not take "$2". $3'],
  [/^too many arguments.*? Expected (\d+) arguments? but got (\d+)\.?$/, '$2 arguments, where $1 will do'],
];

const sentenceOf = (text: string): string => {
  const [pattern, replacement] = sentences.find(([candidate]) => candidate.test(text)) ?? [];
  return pattern && replacement !== undefined ? text.replace(pattern, replacement) : text;
};

/** `(Did you mean --threads?)` as a label of ours. */
const labelOf = (hint: string): { readonly label?: string } => {
  const [, name] = /Did you mean ([^?]+)\?/.exec(hint) ?? [];
  return name === undefined ? {} : { label: `did you mean "${name}"?` };
};

/** Whether a word that an option took for its value may have been meant for the command. */
const isMeantElsewhere = (value: string | undefined): value is string =>
  value !== undefined && !value.startsWith('-') && !/^https?:/i.test(value);

/** An option that can do without a value, and the word that it took for one. */
const takenByOption = (definition: CommandDefinition, words: readonly string[]) =>
  definition
    .configure(new Command(definition.name))
    .options.filter(({ optional, long }) => optional && words.includes(long ?? ''))
    .map(({ long }) => ({ option: long, value: words[words.indexOf(long ?? '') + 1] }))
    .find(({ value }) => isMeantElsewhere(value));

const withoutFile = (definition: CommandDefinition, words: readonly string[]): MillraceError | undefined => {
  const { option, value } = takenByOption(definition, words) ?? {};
  if (!option) return undefined;
  return failure('MR6003', `the argument <file> is missing: \`${option}\` took "${value}" for its value`, {
    mend: `If "${value}" is the file, write it before the option: \`millrace ${definition.name} ${value} ${option}\`.`,
  });
};

/** What the argument parser found wrong, as a coded problem. */
export const commandFailure = (
  { code, message }: CommanderError,
  words: readonly string[],
): MillraceError => {
  const [first = '', ...rest] = message.replace(/^error: /, '').split('\n');
  const option = /'(--[a-z-]+)/.exec(first)?.[1];
  if (code === 'commander.unknownOption' && option !== undefined && notBuiltOptions.has(option)) {
    return failure('MR9001', `the option ${option} is not built yet`);
  }
  // The first such word: `policy explain` has the name of another command behind it.
  const command = commands.find(
    ({ name }) => name === words.find((word) => commands.some((each) => each.name === word)),
  );
  const taken = command && /'file'$/.test(first) ? withoutFile(command, words) : undefined;
  if (taken) return taken;
  const help = command === undefined ? 'millrace --help' : `millrace ${command.name} --help`;
  return failure(codes[code] ?? 'MR6004', sentenceOf(first), {
    ...labelOf(rest.join(' ')),
    mend: `See \`${help}\`.`,
  });
};

/** A first word that is neither a command nor an option of the program itself. */
export const unknownWord = (word: string): MillraceError => {
  if (word.startsWith('-'))
    return failure('MR6002', `unknown option "${word}"`, { mend: 'See `millrace --help`.' });
  if (notBuiltCommands.has(word)) return failure('MR9001', `the command "${word}" is not built yet`);
  const suggestion = nearest(
    word,
    commands.map(({ name }) => name),
  );
  return failure(
    'MR6001',
    `unknown command "${word}"`,
    suggestion === undefined ? {} : { label: `did you mean "millrace ${suggestion}"?` },
  );
};
