import { type Command, InvalidArgumentError } from 'commander';
import type { Overrides } from '../app/check/settings.js';

type Params = Readonly<Record<string, string>>;

/** `NAME=VALUE`, added to those before. */
export const addParam = (text: string, known: Params = {}): Params => {
  const [, name, value] = /^([^=]+)=(.*)$/su.exec(text) ?? [];
  if (name === undefined || value === undefined) throw new InvalidArgumentError('Write it as NAME=VALUE.');
  return { ...known, [name]: value };
};

/** More than any machine has; the engine would try to start them all. */
const MAX_THREADS = 1024;

const threadCount = (text: string): number => {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > MAX_THREADS) {
    throw new InvalidArgumentError(`Give a whole number from 1 to ${MAX_THREADS}.`);
  }
  return value;
};

/** Options of commands that resolve a document's values. */
export const documentOptions = (command: Command): Command =>
  command
    .option('-p, --param <name=value>', 'give a parameter its value; may stand several times', addParam)
    .option('--as-of <time>', 'the time that the run stands for ($run_time), ISO 8601; now unless given');

/** Options of commands that need an engine. */
export const engineOptions = (command: Command): Command =>
  command
    .option('--memory <size>', "the engine's memory, for example 512MB; it spills to disk beyond")
    .option('--threads <n>', 'threads of the engine', threadCount);

/** An option of commands that check what is read. */
export const frozenOption = (command: Command): Command =>
  command.option(
    '--frozen',
    'refuse whatever is read otherwise than the document says: nothing is adapted or found out',
  );

export const runDirOption = (command: Command): Command =>
  command.option('--run-dir <folder>', 'folder for run records', '.millrace');

/** The overrides in a command's parsed options. */
export const overridesOf = (options: Readonly<Record<string, unknown>>): Overrides => {
  const { param, asOf, memory, threads, frozen, acceptHistory } = options as {
    param?: Params;
    asOf?: string;
    memory?: string;
    threads?: number;
    frozen?: boolean;
    acceptHistory?: boolean;
  };
  return {
    ...(param === undefined ? {} : { params: param }),
    ...(asOf === undefined ? {} : { asOf }),
    ...(memory === undefined ? {} : { memory }),
    ...(threads === undefined ? {} : { threads }),
    ...(frozen === true ? { isFrozen: true } : {}),
    ...(acceptHistory === true ? { acceptsHistory: true } : {}),
  };
};
