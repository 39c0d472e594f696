import { refuse } from '../refuse.js';

/** Control characters other than tab, line feed, form feed and carriage return. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const CONTROL = /[\u0000-\u0008\u000b\u000e-\u001f\u007f]/;

const lineEnds = (text: string): number => {
  let count = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count += 1;
  return count;
};

/** What an interpreter of PHP looks for, wherever it stands in a file. */
const PHP = /<\?(php|=)/i;

/** Characters kept from piece to piece, so that a mark across two of them is seen. */
const KEPT = 8;

/** A piece of text, and the number of the line that it begins in. */
export interface Piece {
  readonly text: string;
  readonly bytes: Buffer;
  readonly line: number;
}

const decoderFor = (name: string) => {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  return (line: number, bytes?: Buffer): string => {
    try {
      return bytes ? decoder.decode(bytes, { stream: true }) : decoder.decode();
    } catch {
      const [before = ''] = new TextDecoder('utf-8').decode(bytes ?? new Uint8Array()).split('\ufffd');
      const at = line + lineEnds(before);
      return refuse('MR8205', `"${name}" is not UTF-8, line ${at}`, { dataLine: at });
    }
  };
};

const checkCharacters = (name: string, text: string, line: number): void => {
  const at = text.search(CONTROL);
  if (at < 0) return;
  const code = (text.codePointAt(at) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  const place = line + lineEnds(text.slice(0, at));
  refuse('MR8205', `"${name}" has the control character U+${code}, line ${place}`, { dataLine: place });
};

const checkPhp = (name: string, text: string, line: number): void => {
  const at = text.search(PHP);
  if (at < 0) return;
  const place = line + lineEnds(text.slice(0, at));
  refuse('MR8207', `"${name}" has "<?" of PHP in it, line ${place}`, { dataLine: place });
};

/**
 * Text, piece by piece: UTF-8 throughout, its byte order mark left out, without control characters, and without the mark
 * by which interpreters of PHP run any file.
 */
export const decoded = async function* (name: string, bytes: AsyncIterable<Buffer>): AsyncGenerator<Piece> {
  const decode = decoderFor(name);
  let line = 1;
  let tail = '';
  for await (const piece of bytes) {
    const text = decode(line, piece);
    checkCharacters(name, text, line);
    checkPhp(name, tail + text, line);
    yield { text, bytes: piece, line };
    line += lineEnds(text);
    tail = (tail + text).slice(-KEPT);
  }
  decode(line);
};
