import { didYouMean, listed } from '../../base/diagnostics/suggest.js';
import { type Command, type CommandHelp, type CommandName, commandHelp } from './command.js';
import { faultAt, firstWord, type Line, type Piece, trimmed } from './line.js';
import type { Names } from './names.js';

const ROWS = 10;
const MOST_ROWS = 10_000;

const helpFor = (word: string): CommandHelp | undefined => {
  const lower = word.toLowerCase();
  return commandHelp.find(({ name, short }) => name === lower || short.includes(lower));
};

const commandNamed = (line: Line, word: Piece): CommandName => {
  const found = helpFor(word.text);
  if (found) return found.name;
  const label = didYouMean(
    word.text,
    commandHelp.map(({ name }) => name),
  );
  throw faultAt(line, word, 'MR6011', `unknown command "${word.text}"`, label ? { label } : {});
};

const usageOf = (name: CommandName): string => commandHelp.find((item) => item.name === name)?.usage ?? name;

const notUnderstood = (line: Line, name: CommandName, piece: Piece, message: string) =>
  faultAt(line, piece, 'MR6014', message, { notes: [`it is written: ${usageOf(name)}`] });

/** A name in double quotes, or all up to a blank; names of the plan may hold blanks themselves. */
const nameIn = ({ text }: Piece, names: Names): { readonly name: string; readonly length: number } => {
  const quoted = /^"((?:[^"]|"")+)"(?=\s|$)/.exec(text);
  if (quoted) return { name: quoted[1]?.replaceAll('""', '"') ?? '', length: quoted[0].length };
  const words = text.split(/(?=\s)/);
  const longest = words
    .map((_, index) => words.slice(0, words.length - index).join(''))
    .find((name) => names.planned(name) !== undefined);
  const name = longest ?? words[0] ?? '';
  return { name, length: name.length };
};

/** The node that a piece begins with, and what follows it; no node where it begins with a number or a keyword. */
const takeNode = (line: Line, piece: Piece, names: Names): readonly [string | undefined, Piece] => {
  const { name, length } = nameIn(piece, names);
  const planned = names.planned(name);
  const written = { text: piece.text.slice(0, length), offset: piece.offset };
  const rest = trimmed({ text: piece.text.slice(length), offset: piece.offset + length });
  if (planned !== undefined) return [planned, rest];
  if (name === '' || /^(\d+|where|limit)$/i.test(name)) return [undefined, piece];
  const label = didYouMean(name, names.shown);
  throw faultAt(line, written, 'MR6012', `there is no node "${name}"`, {
    notes: [`nodes: ${listed(names.shown)}`],
    ...(label ? { label } : {}),
  });
};

const wholeNumber = (line: Line, name: CommandName, piece: Piece, most = MOST_ROWS): number => {
  const value = Number(piece.text);
  if (!/^\d+$/.test(piece.text) || value < 1 || value > most)
    throw notUnderstood(line, name, piece, `"${piece.text}" is not a whole number from 1 to ${most}`);
  return value;
};

const nothingMore = (line: Line, name: CommandName, piece: Piece): void => {
  if (piece.text !== '')
    throw notUnderstood(line, name, piece, `"${name}" does not know what to do with "${piece.text}"`);
};

/** Behind a node: `WHERE condition`, and `LIMIT n` where the command takes it. */
const takeCondition = (
  line: Line,
  name: CommandName,
  piece: Piece,
  takesLimit: boolean,
): { readonly where?: Piece; readonly limit?: number } => {
  const limited = takesLimit ? /(?:^|\s)limit\s+(\S+)$/i.exec(piece.text) : null;
  const number = limited?.[1] ?? '';
  const limit =
    limited === null
      ? {}
      : {
          limit: wholeNumber(line, name, {
            text: number,
            offset: piece.offset + piece.text.length - number.length,
          }),
        };
  const before = { text: piece.text.slice(0, limited?.index ?? piece.text.length), offset: piece.offset };
  const [word, condition] = firstWord(before);
  if (word.text === '') return limit;
  if (word.text.toLowerCase() !== 'where') nothingMore(line, name, word);
  if (condition.text === '') throw notUnderstood(line, name, word, 'the condition is missing behind WHERE');
  return { where: condition, ...limit };
};

const nodeAndRows = (line: Line, name: CommandName, rest: Piece, names: Names) => {
  const [node, after] = takeNode(line, rest, names);
  const rows = after.text === '' ? ROWS : wholeNumber(line, name, after);
  return { ...(node === undefined ? {} : { node }), rows };
};

const nodeAlone = (line: Line, name: CommandName, rest: Piece, names: Names) => {
  const [node, after] = takeNode(line, rest, names);
  nothingMore(line, name, after);
  return node === undefined ? {} : { node };
};

const breakOf = (line: Line, rest: Piece, names: Names): Command => {
  const [node, after] = takeNode(line, rest, names);
  if (node === undefined && after.text !== '')
    throw notUnderstood(line, 'break', after, 'the node is missing');
  const { where } = takeCondition(line, 'break', after, false);
  return { name: 'break', ...(node === undefined ? {} : { node }), ...(where ? { where } : {}) };
};

const helpOf = (line: Line, rest: Piece): Command =>
  rest.text === '' ? { name: 'help' } : { name: 'help', about: commandNamed(line, rest) };

/**
 * A line as a command; undefined for one that is empty or a comment (`#`).
 *
 * @throws MR6011 for an unknown command, MR6012 for an unknown node, MR6014 for what else is not understood.
 */
export const parseCommand = (line: Line, names: Names): Command | undefined => {
  const [word, rest] = firstWord({ text: line.text, offset: 0 });
  if (word.text === '' || word.text.startsWith('#')) return undefined;
  const name = commandNamed(line, word);
  switch (name) {
    case 'step':
    case 'sample':
    case 'quarantine':
      return { name, ...nodeAndRows(line, name, rest, names) };
    case 'print': {
      const [node, after] = takeNode(line, rest, names);
      return { name, ...(node === undefined ? {} : { node }), ...takeCondition(line, name, after, true) };
    }
    case 'break':
      return breakOf(line, rest, names);
    case 'delete':
      return { name, breakpoint: wholeNumber(line, name, rest) };
    case 'help':
      return helpOf(line, rest);
    case 'continue':
    case 'schema':
    case 'diff':
    case 'decisions':
    case 'sql':
      return { name, ...nodeAlone(line, name, rest, names) };
    default:
      nothingMore(line, name, rest);
      return { name };
  }
};
