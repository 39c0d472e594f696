import { type Content, peeked } from '../content.js';
import { refuse } from '../refuse.js';
import { decoded } from './decode.js';
import { DELIMITERS, delimiterOf } from './delimiter.js';
import { isJson } from './json-probe.js';
import { beginsAs } from './marks.js';
import { createCounter } from './records.js';

/** Bytes by which it is decided whether text is a table, and by which delimiter. */
const SAMPLE = 1 << 16;

/** The byte order mark of UTF-8. */
const MARK = Buffer.from('\ufeff');

/** A sample ends with its last whole line, unless all of the file is in it. */
const sampleOf = (head: Buffer): string => {
  const text = new TextDecoder('utf-8').decode(head);
  if (head.length < SAMPLE) return text.endsWith('\n') ? text : `${text}\n`;
  const end = text.lastIndexOf('\n');
  return end < 0 ? text : text.slice(0, end + 1);
};

const checkBeginning = (name: string, sample: string): void => {
  const as = beginsAs(sample) ?? (isJson(sample) ? 'JSON' : undefined);
  if (as !== undefined) refuse('MR8203', `"${name}" is not a table: it begins as ${as} does`);
};

const checkTable =
  (among: readonly string[]) =>
  async ({ name, bytes }: Content): Promise<number> => {
    const { head, bytes: all } = await peeked(bytes, SAMPLE);
    const sample = sampleOf(head).replace(/^\ufeff/, '');
    checkBeginning(name, sample);
    const delimiter = delimiterOf(sample, among);
    const counter = createCounter(name, delimiter ?? ',');
    let skip = head.subarray(0, MARK.length).equals(MARK) ? MARK.length : 0;
    for await (const piece of decoded(name, all)) {
      if (delimiter === undefined)
        refuse(
          'MR8203',
          `"${name}" is not a table: its lines do not have the same fields by any of , ; | and tab`,
        );
      counter.write(piece.bytes.subarray(skip));
      skip = Math.max(0, skip - piece.bytes.length);
    }
    return counter.end();
  };

/** Proves a table of text by any of the usual delimiters, and counts its records, the heading among them. */
export const checkCsv = checkTable(DELIMITERS);

/** The same, by tabs alone. */
export const checkTsv = checkTable(['\t']);
