import { CsvError, Parser } from 'csv-parse';
import { type Content, peeked } from '../content.js';
import { refuse } from '../refuse.js';
import { decoded } from './decode.js';
import { DELIMITERS, delimiterOf, dialect } from './delimiter.js';
import { isJson } from './json-probe.js';
import { ACTIVE_LINE, beginsAs } from './marks.js';

/** Bytes of a record; engines here read lines of two million. */
const LONGEST_RECORD = 16_000_000;

/** Bytes by which it is decided whether text is a table, and by which delimiter. */
const SAMPLE = 1 << 16;

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

const explain = (name: string, thrown: CsvError, line: number): never => {
  if (thrown.code === 'CSV_MAX_RECORD_SIZE')
    return refuse('MR8206', `"${name}" has a record of more than ${LONGEST_RECORD} bytes, line ${line}`, {
      dataLine: line,
    });
  if (thrown.code === 'CSV_QUOTE_NOT_CLOSED')
    return refuse(
      'MR8204',
      `"${name}" ends within a quoted field: a quote is opened and never closed, in the record that follows line ${line}`,
      {
        dataLine: line,
      },
    );
  return refuse('MR8204', `"${name}" cannot be read as CSV: ${thrown.message}`);
};

/** Counts records, and follows where the last whole one ended. */
const createCounter = (name: string, delimiter: string) => {
  let records = 0;
  let lastLine = 0;
  let failed: unknown;
  const parser = new Parser({
    ...dialect(delimiter),
    max_record_size: LONGEST_RECORD,
    on_record: (record: readonly string[], { lines }) => {
      records += 1;
      lastLine = lines;
      if (ACTIVE_LINE.test(record[0] ?? ''))
        refuse('MR8203', `"${name}" is not a table: line ${lines} begins with markup that browsers run`, {
          dataLine: lines,
        });
      return null;
    },
  });
  parser.on('error', (thrown) => {
    failed ??= thrown;
  });
  parser.resume();
  const settle = (resolve: () => void, reject: (why: unknown) => void) => (thrown?: unknown) => {
    const why = failed ?? thrown;
    if (why === undefined || why === null) resolve();
    else reject(why);
  };
  return {
    write: (bytes: Buffer) =>
      new Promise<void>((resolve, reject) => parser.write(bytes, settle(resolve, reject))),
    end: () =>
      new Promise<void>((resolve, reject) => {
        parser.once('end', settle(resolve, reject)).once('error', reject).end();
      }),
    records: () => records,
    line: () => lastLine,
  };
};

const checkTable =
  (among: readonly string[]) =>
  async ({ name, bytes }: Content): Promise<number> => {
    const { head, bytes: all } = await peeked(bytes, SAMPLE);
    const sample = sampleOf(head).replace(/^\ufeff/, '');
    checkBeginning(name, sample);
    const delimiter = delimiterOf(sample, among);
    const counter = createCounter(name, delimiter ?? ',');
    try {
      for await (const piece of decoded(name, all)) {
        if (delimiter === undefined)
          refuse(
            'MR8203',
            `"${name}" is not a table: its lines do not have the same fields by any of , ; | and tab`,
          );
        await counter.write(piece.bytes);
      }
      await counter.end();
    } catch (thrown) {
      if (thrown instanceof CsvError) explain(name, thrown, counter.line());
      throw thrown;
    }
    return counter.records();
  };

/** Proves a table of text by any of the usual delimiters, and counts its records, the heading among them. */
export const checkCsv = checkTable(DELIMITERS);

/** The same, by tabs alone. */
export const checkTsv = checkTable(['\t']);
