import { describe, expect, test } from 'vitest';
import { ORIGIN_FILE, ORIGIN_ROW, type Schema, type SourceInfo, sql } from '../../kit/index.js';
import { createRecordReader } from './reader.js';

const fileOf = (name: string, bytes: number) => ({ name, path: `/data/${name}`, bytes, modified: '' });
const [small, large] = [fileOf('small.json', 64_000_000), fileOf('large.json', 64_000_001)];

const own: Schema = [
  { name: 'id', type: 'VARCHAR' },
  { name: 'tags', type: 'VARCHAR[]' },
];
const schema: Schema = [
  ...own,
  { name: 'not kept', type: 'VARCHAR' },
  { name: ORIGIN_FILE, type: 'VARCHAR' },
  { name: ORIGIN_ROW, type: 'BIGINT' },
];

const source: SourceInfo = {
  format: 'json',
  files: [small, large],
  schema: own,
  groups: [
    { files: [small], columns: ['id'], options: {} },
    { files: [large], columns: ['id'], options: {} },
  ],
};

/** What is read, in place of SQL that reads it. */
const lower = ({ groups }: SourceInfo, columns: Schema) => {
  const files = groups.flatMap((group) => group.files.map(({ name }) => name));
  return sql`read ${{ kind: 'sql', parameters: [], text: [...files, ...columns.map(({ name }) => name)].join(' ') }}`;
};

const columns = ['id', 'tags', 'constructor'].map((name) => ({ name, isJson: false }));
const readerOf = (asked: { readonly findsRecords?: boolean } = {}, of: SourceInfo = source) =>
  createRecordReader({ source: of, schema, lower }, { columns, ...asked });

describe('a reader of records', () => {
  test('takes large files only where that is asked for', () => {
    expect(readerOf()?.files).toEqual(['small.json']);
    expect(readerOf({ findsRecords: true })?.files).toEqual(['small.json', 'large.json']);
    expect(readerOf({}, { ...source, files: [large] })).toBeUndefined();
  });

  test('is for JSON alone', () => {
    expect(readerOf({}, { ...source, format: 'csv' })).toBeUndefined();
  });

  test('reads the files that are named and the columns that were kept, by their texts', () => {
    const text = readerOf({ findsRecords: true })?.read(['large.json']).text;
    expect(text).toContain(`(read large.json id tags ${ORIGIN_FILE} ${ORIGIN_ROW})`);
    expect(text).toContain('["id", to_json("tags")::varchar, null]::varchar[] as texts');
  });
});
