import { type ErrorCode, failure, type MillraceError, type ProblemDetails } from '../../base/errors/index.js';

type Rule = readonly [RegExp, ErrorCode, ((match: RegExpExecArray) => string)?];

const sqlNames: Readonly<Record<string, string>> = {
  INT8: 'TINYINT',
  INT16: 'SMALLINT',
  INT32: 'INTEGER',
  INT64: 'BIGINT',
  INT128: 'HUGEINT',
};

/** The engine's own names of its types, in the names that a document writes. */
export const inSqlNames = (text: string): string =>
  text.replaceAll(/\b(U?)(INT(?:8|16|32|64|128))\b/g, (whole, sign: string, name: string) =>
    name in sqlNames ? `${sign}${sqlNames[name]}` : whole,
  );

const quotedText = ([, text = '', type = '']: RegExpExecArray): string =>
  `'${text}' is not a value of type ${type}`;

/** The engine's sentences at run time, and what they are called here. The first that fits is taken. */
const rules: readonly Rule[] = [
  [/MR4012: ([^\n]+)/, 'MR4012', ([, text = '']) => text],
  [/MR4013: ([^\n]+)/, 'MR4013', ([, text = '']) => text],
  [/MR4014: ([^\n]+)/, 'MR4014', ([, text = '']) => text],
  [/MR4015: ([^\n]+)/, 'MR4015', ([, text = '']) => text],
  [/MR4016: ([^\n]+)/, 'MR4016', ([, text = '']) => text],
  [/MR4024: ([^\n]+)/, 'MR4024', ([, text = '']) => text],
  [/MR4025: ([^\n]+)/, 'MR4025', ([, text = '']) => text],
  [/MR4021: ([^\n]+)/, 'MR4021', ([, text = '']) => text],
  [/INTERRUPT Error|Interrupted!/, 'MR9002', () => 'the run was interrupted'],
  [
    /No space left on device|failed to offload data block|max_temp_directory_size/i,
    'MR3007',
    () => 'the disk is full',
  ],
  [/^Out of Memory Error: (.+)/m, 'MR3008', ([, text = '']) => `the engine ran out of memory: ${text}`],
  [/Permission denied/i, 'MR3006', () => 'permission denied'],
  [
    /Invalid unicode|not utf-8 encoded|byte sequence mismatch|Invalid UTF-?8/i,
    'MR4003',
    () => 'the file is not UTF-8 text',
  ],
  [
    /No magic bytes found|not a Parquet file|too small to be a Parquet file|Invalid (?:Parquet|thrift)|TProtocolException|failed to (?:read|deserialize).*(?:thrift|footer)|footer length|corrupt|Failed to decompress|unexpected end|premature|Input is not a GZIP|GZIP.*(?:invalid|truncated)|zstd.*(?:error|frame)|Unknown frame descriptor|decompress|Snappy|magic bytes/i,
    'MR4002',
    () => 'the file is damaged or was cut short',
  ],
  [/got non-record JSON/i, 'MR4002', () => 'the file does not hold JSON objects'],
  [
    /Malformed JSON(.*)|Not enough data|Unexpected end of (?:file|input)/i,
    'MR4002',
    ([text]) => `the file is damaged or was cut short: ${text}`,
  ],
  [
    /Expected Number of Columns: (\d+) Found: (\d+)/,
    'MR4005',
    ([, asked, found]) => `the record has ${found} fields, ${asked} are expected`,
  ],
  [
    /Value with unterminated quote|quoted value|unterminated quote/i,
    'MR4005',
    () => 'a quote is opened and never closed',
  ],
  [
    /Error when converting column "([^"]*)"\. Could not convert string "([^"]*)" to '?([\w(),]+)/,
    'MR4004',
    ([, column, text, type]) => `column "${column}": '${text}' is not a value of type ${type}`,
  ],
  [
    /maximum_object_size/i,
    'MR4005',
    () => 'an object is longer than 16 MB or what `max_object_size` says; set it higher, for example `64MB`',
  ],
  [/Maximum line size/i, 'MR4005', ([text]) => `a record is longer than the engine accepts: ${text}`],
  [/Could not convert string ['"]([^'"]*)['"] to '?([\w(),]+)/, 'MR4008', quotedText],
  [
    /^(?:Invalid Input|Conversion) Error: (.*(?:out of range|doesn't fit|can't be cast).*)/im,
    'MR4009',
    ([, text = '']) => text,
  ],
  [/^Out of Range Error: (.+)/m, 'MR4009', ([, text = '']) => text],
  [/^(?:Conversion|Invalid Input) Error: (.+)/m, 'MR4008', ([, text = '']) => text],
  [/^IO Error: (.+)/m, 'MR3016', ([, text = '']) => text],
];

const placeIn = (text: string): ProblemDetails => {
  const file = /(?:^\s*file\s*=\s*|in file "|reading file '|file ")([^\n"']+)/m.exec(text)?.[1]?.trim();
  const line = /(?:CSV Error on Line|Line|line):? (\d+)/.exec(text)?.[1];
  const original = /Original Line: (.+)/.exec(text)?.[1];
  return {
    ...(file ? { dataFile: file } : {}),
    ...(line ? { dataLine: Number(line) } : {}),
    ...(original ? { notes: [`the line is: ${original.slice(0, 200)}`] } : {}),
  };
};

/** A failed statement as a coded error; `about` says which nodes it stands for. */
export const runFault = (thrown: unknown, about: ProblemDetails = {}): MillraceError => {
  const text = thrown instanceof Error ? thrown.message : String(thrown);
  const details = { ...placeIn(text), ...about };
  for (const [pattern, code, message] of rules) {
    const match = pattern.exec(text);
    if (match) return failure(code, inSqlNames(message?.(match) ?? text), details, thrown);
  }
  return failure('MR9999', text.split('\n')[0] ?? text, details, thrown);
};
