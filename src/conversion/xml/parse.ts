import type { Readable } from 'node:stream';
import { SaxesParser, type SaxesTagNS } from 'saxes';
import { failure, MillraceError } from '../../base/errors/index.js';
import type { ConversionTask } from '../../kit/index.js';
import { bytesOf, damaged, isUnpacking } from '../text.js';
import type { XmlEncoding } from './encoding.js';

export type Tag = SaxesTagNS;

/** What is done with the parts of a document, in their order. Each may fail with the line and column that the parser is at. */
export interface Handlers {
  open(tag: Tag, at: Position): void;
  text(text: string): void;
  close(at: Position): void;
}

/** Where the parser is; counted from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** Tables are flat: elements within elements to this depth are made to exhaust who reads them. */
const DEEPEST = 256;

/** A document that cannot be read as XML, with the place. */
export const malformed = (
  { name, path }: ConversionTask<'xml'>,
  why: string,
  { line, column }: Position,
  mend?: string,
): MillraceError =>
  failure('MR4037', `"${name}" cannot be read, line ${line}, column ${Math.max(1, column)}: ${why}`, {
    dataFile: path,
    dataLine: line,
    ...(mend === undefined ? {} : { mend }),
  });

const refusedDoctype = ({ name, path }: ConversionTask<'xml'>, { line }: Position): MillraceError =>
  failure('MR4038', `"${name}" has a document type declaration (DOCTYPE), which ends in line ${line}`, {
    dataFile: path,
    dataLine: line,
  });

/** The library puts the place before its messages, and a full stop behind them. */
const messageOf = ({ message }: Error): string => message.replace(/^\d+:\d+: /, '').replace(/\.$/, '');

const ENTITY =
  'Only the five entities of XML itself are known: `&amp; &lt; &gt; &quot; &apos;`. Ask the sender for a file without others.';

interface State {
  depth: number;
  hasRoot: boolean;
  isEnding: boolean;
}

const cutShort = ({ name, path }: ConversionTask<'xml'>, why: string, { line }: Position): MillraceError =>
  failure('MR4002', `"${name}" is damaged or was cut short: it ends in line ${line}, ${why}`, {
    dataFile: path,
    dataLine: line,
  });

const faultOf = (task: ConversionTask<'xml'>, error: Error, state: State, at: Position): MillraceError => {
  const why = messageOf(error);
  if (state.isEnding && state.hasRoot)
    return cutShort(task, why.replace('unclosed tag:', 'within the element'), at);
  if (state.isEnding) return malformed(task, 'there is no element in it', at);
  if (!state.hasRoot && /outside of root/.test(why))
    return malformed(task, 'it does not begin with an element, as XML does', at);
  if (/undefined entity/.test(why)) return malformed(task, 'an entity that is not defined', at, ENTITY);
  return malformed(task, why, at);
};

const parserFor = (task: ConversionTask<'xml'>, handlers: Handlers, state: State) => {
  const parser = new SaxesParser({ xmlns: true });
  const fail = (error: MillraceError): never => {
    throw error;
  };
  parser.on('error', (error) => fail(faultOf(task, error, state, parser)));
  parser.on('doctype', () => fail(refusedDoctype(task, parser)));
  parser.on('opentag', (tag) => {
    state.hasRoot = true;
    state.depth += 1;
    if (state.depth > DEEPEST)
      fail(malformed(task, `elements stand within elements, more than ${DEEPEST} deep`, parser));
    handlers.open(tag, parser);
  });
  parser.on('text', (text) => {
    if (state.depth > 0) handlers.text(text);
  });
  parser.on('cdata', (text) => handlers.text(text));
  parser.on('closetag', () => {
    state.depth -= 1;
    handlers.close(parser);
  });
  return parser;
};

type Parser = ReturnType<typeof parserFor>;

const MEND = 'Pin how its characters are encoded with `encoding`, or ask for the file again.';

/** What decodes pieces of bytes, and says in which line they are not of the encoding. */
const decoderFor = (task: ConversionTask<'xml'>, { label, evidence }: XmlEncoding, parser: Parser) => {
  const decoder = new TextDecoder(label, { fatal: true });
  return (piece?: Uint8Array): string => {
    try {
      return piece ? decoder.decode(piece, { stream: true }) : decoder.decode();
    } catch {
      const [before = ''] = new TextDecoder(label).decode(piece ?? new Uint8Array()).split('\ufffd');
      const line = parser.line + before.split('\n').length - 1;
      throw failure(
        'MR4037',
        `"${task.name}" cannot be read, line ${line}: its bytes are not ${label.toUpperCase()} (${evidence})`,
        { dataFile: task.path, dataLine: line, mend: MEND },
      );
    }
  };
};

const PIECE = 1 << 16;

/** Strings have a greatest length, and so has what one element can hold. */
const asFault = (task: ConversionTask<'xml'>, thrown: unknown, parser: Parser): unknown => {
  if (thrown instanceof MillraceError) return thrown;
  if (isUnpacking(thrown)) return damaged(task, thrown);
  return thrown instanceof RangeError ? malformed(task, 'a value is too long to be one', parser) : thrown;
};

/** Reads a document once, and calls the handlers; after each piece of the file whoever asked may take what came of it. */
export const parsing = async function* (
  task: ConversionTask<'xml'>,
  encoding: XmlEncoding,
  handlers: Handlers,
): AsyncGenerator<void> {
  const state: State = { depth: 0, hasRoot: false, isEnding: false };
  const parser = parserFor(task, handlers, state);
  const decode = decoderFor(task, encoding, parser);
  const bytes: Readable = bytesOf(task);
  try {
    for await (const piece of bytes) {
      for (let at = 0; at < (piece as Uint8Array).length; at += PIECE)
        parser.write(decode((piece as Uint8Array).subarray(at, at + PIECE)));
      yield;
    }
    parser.write(decode());
    state.isEnding = true;
    parser.close();
    yield;
  } catch (thrown) {
    throw asFault(task, thrown, parser);
  }
};
