import { describe, expect, test } from 'vitest';
import { millrace } from '../support/cli.js';
import { query } from '../support/duckdb.js';
import { project } from '../support/project.js';

const document = `millrace: 1
pipeline: later
resources: { stores: { raw: { folder: . }, out: { folder: ./out } } }
nodes:
  rows: { use: read_csv, with: { path: raw://in.csv } }
  result: { use: write_parquet, from: rows, with: { path: out://out.parquet } }
`;

const ROWS = 120_000;

/** Rows of which the first tell nothing: more of a file than its start is looked at. */
const read = async (line: (index: number) => string) => {
  const lines = Array.from({ length: ROWS }, (_, index) => line(index));
  const at = await project({ 'pipeline.yaml': document, 'in.csv': `id;v\n${lines.join('\n')}\n` });
  const { code, err } = await millrace(at, ['run', 'pipeline.yaml']);
  const sql = `select any_value(typeof(v)), min(v)::varchar, max(v)::varchar from '${at.path('out/out.parquet')}'`;
  return { code, err, found: code === 0 ? (await query(sql)).rows[0] : undefined };
};

const two = (value: number): string => String(value).padStart(2, '0');
const isEarly = (index: number): boolean => index < ROWS / 3;

describe('a file of which the start does not tell how it is written', () => {
  test('is read by what its middle and its end tell of days and months', async () => {
    const { found, err } = await read((index) => {
      const [day, month] = [isEarly(index) ? 1 + (index % 12) : 13 + (index % 15), 1 + (index % 12)];
      return `${index};${two(day)}/${two(month)}/2024`;
    });
    expect(found).toEqual(['DATE', '2024-01-01', '2024-12-27']);
    expect(err).toContain('dates as %d/%m/%Y');
  });

  test('and of the mark before decimals', async () => {
    const { found } = await read((index) => `${index};${isEarly(index) ? '1.234' : '1.234,5'}`);
    expect(found).toEqual(['DOUBLE', '1234.0', '1234.5']);
  });

  test('is text where there is text further on', async () => {
    const { found } = await read((index) => `${index};${isEarly(index) ? '1,5' : 'see note'}`);
    expect(found?.[0]).toBe('VARCHAR');
  });

  test('is not mistaken for another where its pieces begin in the middle of a field', async () => {
    const { found } = await read((index) => `${index};"line one, of ${index}\n01/02/2024;3\n""x"""`);
    expect(found?.[0]).toBe('VARCHAR');
  });
});
