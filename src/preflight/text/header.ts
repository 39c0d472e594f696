import { cellKind, isNullWord, isTyped } from './cells.js';
import { cell, columnKind, columnsOf, family } from './column-kinds.js';
import { isYear, isYearLine, periodsIn } from './periods.js';
import type { TextRecord } from './records.js';

/** How many lines a header has, what tells so, and whether anything does. */
export interface FoundHeader {
  /** Records that make up the header; 0 where there is none. */
  readonly headers: number;
  readonly header: {
    readonly evidence: string;
    readonly isSure: boolean;
    /** Whether it stays on record though it is as usual: it could have been taken for something else. */
    readonly isNoted?: true;
  };
}

const NAME = /^[\p{L}_#][\p{L}\p{M}\p{N}_ ./()#%&:,'’*?-]*$/u;
const WORDS =
  /^(id|no|nr|name|title|date|datum|time|year|month|day|city|town|country|region|state|street|address|zip|code|type|kind|status|amount|price|total|quantity|qty|unit|currency|email|e-mail|phone|first.?name|last.?name|customer|product|order|item|sku|note|notes|comment|description|category|value|key|label|language|url|nom|prénom|ville|pays|stadt|land|preis|menge|kunde|nummer)$/i;

/** For a header, against one, or neither: what a column says of the cell above its values. */
const vote = (above: string, values: readonly string[]): number => {
  const kind = columnKind(values);
  const own = family(cellKind(above));
  if (above === '') return 0;
  if (isTyped(kind)) return own === kind ? -2 : isTyped(own) || isNullWord(above) ? -0.5 : 2;
  if (isTyped(own)) return 0.5;
  if (WORDS.test(above)) return 1;
  if (/^[a-z][a-z0-9]*(_[a-z0-9]+)+$/.test(above) && !values.some((value) => value.includes('_'))) return 1;
  const lengths = new Set(values.filter((value) => value !== '').map(({ length }) => length));
  if (values.length > 2 && lengths.size === 1 && !lengths.has(above.length)) return 1;
  return values.includes(above) ? -1 : 0;
};

/** Whether most fields of a record are filled, and all of these could be names. */
export const isNames = (record: TextRecord): boolean => {
  const names = record.fields.map((text) => text.trim()).filter((text) => text !== '');
  return names.length * 2 > record.fields.length && names.every((name) => NAME.test(name));
};

/** The first rows may be lines of a header: what columns hold is told by the others, where there are enough. */
const settledRows = (rows: readonly TextRecord[]): readonly TextRecord[] =>
  rows.length > 3 ? rows.slice(2) : rows;

/** Whether all numbers of a record are years that go up: names of columns, and no row has such. */
const isYears = (record: TextRecord): boolean => {
  const numbers = record.fields.map((text) => text.trim()).filter((text) => /^[\d.,]+$/.test(text));
  return (
    numbers.length > 1 &&
    numbers.every((text, at) => isYear(text) && (at === 0 || text > (numbers[at - 1] ?? '')))
  );
};

/** Whether a record has a word in each field, and each of them once. */
const areWords = ({ fields }: TextRecord): boolean =>
  fields.every((text) => cellKind(text) === 'text') && new Set(fields).size === fields.length;

interface HeaderVote {
  readonly sum: number;
  readonly names: boolean;
}

/** How much the rows below speak for a record to be their header. */
export const votesFor = (record: TextRecord, rows: readonly TextRecord[], width: number): HeaderVote => {
  const columns = columnsOf(settledRows(rows), width);
  const years = isYears(record);
  return {
    sum: columns.reduce((sum, values, column) => {
      const above = cell(record, column);
      return sum + (years && isYear(above) ? 1 : vote(above, values));
    }, 0),
    names: isNames(record),
  };
};

/** Whether a record has words only above columns of numbers and dates: units, or the second line of a header. */
const isMoreHeader = (record: TextRecord, rows: readonly TextRecord[], width: number): boolean => {
  const columns = columnsOf(settledRows(rows), width);
  const typed = columns.flatMap((values, column) =>
    isTyped(columnKind(values)) ? [cell(record, column)] : [],
  );
  const isWord = (text: string): boolean => cellKind(text) === 'text' && !isNullWord(text);
  return typed.length > 0 && typed.every((text) => text === '' || isWord(text)) && typed.some(isWord);
};

const isHeaderLine = (record: TextRecord, rows: readonly TextRecord[], width: number): boolean =>
  isMoreHeader(record, rows, width) || isYearLine(record, settledRows(rows), width);

/** The lines of a header that there may be. */
const MOST_HEADERS = 3;

const countHeaders = (table: readonly TextRecord[], width: number): number => {
  let count = 1;
  while (count < MOST_HEADERS && table.length > count + 1) {
    const record = table[count];
    if (!record || !isHeaderLine(record, table.slice(count + 1), width)) break;
    count += 1;
  }
  return count;
};

/** How much the columns without a year above their numbers speak for a header. */
const votesBeside =
  (first: TextRecord, rows: readonly TextRecord[], width: number) =>
  (isPeriod: (column: number) => boolean): number =>
    columnsOf(settledRows(rows), width).reduce(
      (sum, values, column) => sum + (isPeriod(column) ? 0 : vote(cell(first, column), values)),
      0,
    );

/** The header that years above numbers are, or are not; undefined where there are none. */
const headerOfPeriods = (table: readonly TextRecord[], width: number): FoundHeader | undefined => {
  const [first, ...rows] = table;
  const found = first && periodsIn(first, settledRows(rows), width, votesBeside(first, rows, width));
  if (!found) return undefined;
  const { is, evidence } = found;
  return {
    headers: is === 'values' ? 0 : countHeaders(table, width),
    header: { evidence, isSure: is !== 'open', ...(is === 'header' ? { isNoted: true } : {}) },
  };
};

/** The header of a table, by how its first records differ from the others. */
export const headerOf = (table: readonly TextRecord[], width: number): FoundHeader => {
  const [first, ...rows] = table;
  if (!first) return { headers: 0, header: { evidence: 'there are no records', isSure: false } };
  if (rows.length === 0) {
    const names = isNames(first);
    return {
      headers: names ? 1 : 0,
      header: { evidence: 'there is one record only', isSure: names },
    };
  }
  const periods = headerOfPeriods(table, width);
  if (periods) return periods;
  const { sum, names } = votesFor(first, rows, width);
  if (sum > 0)
    return {
      headers: countHeaders(table, width),
      header: { evidence: 'its first record is not like the values below it', isSure: true },
    };
  if (sum < 0)
    return { headers: 0, header: { evidence: 'its first record is like the values below it', isSure: true } };
  const isWords = areWords(first);
  return {
    headers: names || isWords ? 1 : 0,
    header: {
      evidence:
        names || isWords
          ? 'its first record could be names, and no other record has the like'
          : 'nothing tells its first record from the others',
      isSure: names || isWords,
    },
  };
};

/** The names in the lines of a header, joined from above to below; a blank in an upper line has the name to its left. */
export const headerNames = (headers: readonly TextRecord[], width: number): readonly string[] => {
  const lines = headers.map((record, line) => {
    let last = '';
    return Array.from({ length: width }, (_, column) => {
      const own = cell(record, column);
      if (line === headers.length - 1) return own;
      last = own === '' ? last : own;
      return last;
    });
  });
  return Array.from({ length: width }, (_, column) =>
    [...new Set(lines.map((line) => line[column] ?? '').filter((name) => name !== ''))].join('_'),
  );
};
