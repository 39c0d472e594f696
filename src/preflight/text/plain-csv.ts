import type { Layout } from './layout.js';
import type { TextLook } from './look.js';
import { type Dialect, fittingRecordAt, isBlankRecord, type TextRecord } from './records.js';

/** The dialect of copies: quotes are doubled, and the delimiter is the file's own. */
export const plainDialect = ({ delimiter }: Dialect): Dialect => ({ delimiter, quote: '"', escapeMark: '"' });

const needsQuotes = (text: string, delimiter: string): boolean =>
  text.includes('"') || text.includes(delimiter) || /[\r\n]|^\s|\s$/.test(text);

const quotedText = (text: string): string => `"${text.replaceAll('"', '""')}"`;

const fieldText = (text: string, delimiter: string): string =>
  needsQuotes(text, delimiter) ? quotedText(text) : text;

const lineOf = (fields: readonly string[], delimiter: string): string =>
  `${fields.map((text) => fieldText(text, delimiter)).join(delimiter)}\n`;

/**
 * A record that is no row, so that a reader sets it aside as it was: with quotes or line ends in it, it stands as one
 * field, which no row of several columns is.
 */
const brokenLine = (raw: string): string => `${/["\r\n]/.test(raw) ? quotedText(raw) : raw}\n`;

const rowLine = ({ fields, raw, isBroken }: TextRecord, delimiter: string, width: number): string =>
  fields.length === width && (!isBroken || width === 1) ? lineOf(fields, delimiter) : brokenLine(raw);

/** Characters of a record past which its quotes are not believed. */
const MOST = 1 << 24;

interface Step {
  readonly found: readonly TextRecord[];
  readonly rest: string;
}

/** The records of a text that are surely whole; the rest waits for more. */
const take = (
  text: string,
  { dialect, layout }: Pick<TextLook, 'dialect' | 'layout'>,
  isEnd: boolean,
): Step => {
  const found: TextRecord[] = [];
  let at = 0;
  while (at < text.length) {
    const record = fittingRecordAt(text, at, dialect, layout.width);
    const isCut =
      record.next >= text.length - 1 ||
      (record.isMended && text.length - at < MOST && !hasNext(text, record));
    if (!isEnd && isCut) break;
    found.push(record);
    at = record.next;
  }
  return { found, rest: text.slice(at) };
};

/** Whether enough follows a doubtful record to say that its quotes close nowhere. */
const ENOUGH = 1 << 16;
const hasNext = (text: string, record: TextRecord): boolean => text.length - record.next > ENOUGH;

const isRow = (index: number, { preamble, headers }: Layout): boolean => index >= preamble + headers;

/** Takes text of a file piece by piece and gives the lines of its table, with one header, as plain CSV. */
export const plainCsv = async function* (
  pieces: AsyncIterable<string>,
  look: Pick<TextLook, 'dialect' | 'layout' | 'names'>,
): AsyncGenerator<string> {
  const { dialect, layout, names } = look;
  const { delimiter } = dialect;
  let rest = '';
  let index = 0;
  let held: readonly string[] = [];
  const again = layout.again?.join('\n');
  const isHeaderAgain = (record: TextRecord): boolean =>
    again !== undefined && record.fields.join('\n') === again;
  const linesOf = (step: Step): readonly string[] =>
    step.found.flatMap((record) => {
      const own = index;
      index += 1;
      if (!isRow(own, layout)) return [];
      return [isBlankRecord(record) || isHeaderAgain(record) ? '' : rowLine(record, delimiter, layout.width)];
    });
  const release = function* (lines: readonly string[]): Generator<string> {
    held = [...held, ...lines];
    const ready = held.slice(0, Math.max(0, held.length - layout.footer));
    held = held.slice(ready.length);
    if (ready.length > 0) yield ready.join('');
  };
  yield lineOf(names, delimiter);
  for await (const piece of pieces) {
    const step = take(rest + piece.replaceAll('\0', ''), look, false);
    rest = step.rest;
    yield* release(linesOf(step));
  }
  yield* release(linesOf(take(rest, look, true)));
};
