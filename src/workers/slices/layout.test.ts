import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { FormatOptions } from '../../kit/index.js';
import { recordFormatOf } from './format.js';
import { layoutOf } from './layout.js';
import { sliceOptions } from './options.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'millrace-layout-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const columns = new Map([['a', 'VARCHAR']]);
const csv: FormatOptions = {
  auto_detect: false,
  hive_partitioning: false,
  delim: ',',
  quote: '"',
  escape: '"',
  skip: 0,
  header: true,
  columns,
};
const json: FormatOptions = { format: 'auto', hive_partitioning: false, columns };

describe('whether a file can be read in slices, by its options', () => {
  test.each<readonly [string, FormatOptions]>([
    ['a dialect that is not pinned', { ...csv, auto_detect: true }],
    ['no quotes', { ...csv, quote: '' }],
    ['a delimiter of two characters', { ...csv, delim: '||' }],
    ['a delimiter that is the quote', { ...csv, delim: '"' }],
    ['a lax reader', { ...csv, strict_mode: false }],
    ['comments', { ...csv, comment: '#' }],
    ['another encoding', { ...csv, encoding: 'utf-16' }],
    ['padding with null', { ...csv, null_padding: true }],
    ['a contract behind it', { ...csv, store_rejects: true }],
    ['no columns', { ...csv, columns: undefined } as unknown as FormatOptions],
  ])('not with %s', (_, options) => {
    expect(recordFormatOf('csv', csv, 'a.csv')).toBeDefined();
    expect(recordFormatOf('csv', options, 'a.csv')).toBeUndefined();
  });

  test('not where it is packed, a list of objects, or Parquet', () => {
    expect(recordFormatOf('csv', csv, 'a.csv.gz')).toBeUndefined();
    expect(recordFormatOf('json', json, 'a.ndjson')).toEqual({ kind: 'lines' });
    expect(recordFormatOf('json', json, 'a.ndjson.zst')).toBeUndefined();
    expect(recordFormatOf('json', { ...json, format: 'array' }, 'a.json')).toBeUndefined();
    expect(recordFormatOf('json', { ...json, ignore_errors: true }, 'a.json')).toBeUndefined();
    expect(recordFormatOf('parquet', {}, 'a.parquet')).toBeUndefined();
  });
});

const look = async (text: string, format: 'csv' | 'json', options: FormatOptions) => {
  const path = join(folder, `a.${format}`);
  await writeFile(path, text);
  const records = recordFormatOf(format, options, path);
  return records && layoutOf(path, records);
};

describe('whether a CSV file can be read in slices, by its first bytes', () => {
  const skipping = { ...csv, skip: 1 };

  test('begins with the first row', async () => {
    expect(await look('h\n1\n', 'csv', csv)).toMatchObject({ from: 2, to: 4, lineEnd: '\n' });
    expect(await look('\ufeffh\r\n1\r\n', 'csv', csv)).toMatchObject({ from: 6, to: 9, lineEnd: '\r\n' });
    expect(await look('about\n\n1\n', 'csv', skipping)).toMatchObject({ from: 7 });
    expect(await look('"h\n"\n1\n', 'csv', csv)).toMatchObject({ from: 5 });
    expect(await look('\ufeff1\n', 'csv', { ...csv, header: false })).toMatchObject({ from: 3 });
    expect(await look('h\n', 'csv', csv)).toMatchObject({ from: 2, to: 2 });
  });

  test.each([
    ['whose lines end in lone carriage returns', 'h\r1\r2\r', csv],
    ['whose lines end in lone carriage returns, with a line feed in quotes', 'h\r"1\n"\r2\n', csv],
    ['whose lines above the rows end in two ways', 'about\r\nh\n1\n', skipping],
    ['whose header has another line end in quotes', '"h\n"\r\n1\r\n', csv],
    ['with quotes above its table', 'say "x\nh\n1\n', skipping],
    ['with a header that is no record', '"h"x\n1\n', csv],
    ['with a byte order mark before the first row', 'h\n\ufeff1\n', csv],
    ['without a line end', 'h', csv],
    ['with a header of more than a megabyte', `${'h'.repeat(1 << 20)}\n1\n`, csv],
    ['without anything', '', csv],
  ])('not one %s', async (_, text, options) => {
    expect(await look(text, 'csv', options)).toBeUndefined();
  });

  test('has its line end pinned for its slices, and no header', async () => {
    const layout = await look('about\r\nh\r\n1\r\n', 'csv', skipping);
    if (!layout) throw new Error('it can');
    expect(sliceOptions(layout, skipping)).toEqual({ ...csv, header: false, new_line: '\\r\\n' });
  });
});

describe('whether a JSON file can be read in slices, by its first bytes', () => {
  test.each(['{"a": 1}\n{"a": 2}\n', '\n \r\n {"a": 1}', '\ufeff{"a": 1}\r\n'])(
    'one object a line: %j',
    async (text) => {
      const layout = await look(text, 'json', json);
      if (!layout) throw new Error('it can');
      expect(sliceOptions(layout, json)).toEqual({ ...json, format: 'newline_delimited', records: true });
    },
  );

  test.each([
    '[{"a": 1}]',
    '{\n"a": 1}',
    '{"a": 1}{"a": 2}\n',
    'null\n{"a": 1}\n',
    '',
    '\n',
    `{"a": "${'x'.repeat(1 << 20)}"}\n`,
  ])('not others: %.20s', async (text) => {
    expect(await look(text, 'json', json)).toBeUndefined();
  });
});
