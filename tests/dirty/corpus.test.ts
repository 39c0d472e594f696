import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CORPUS } from './corpus/index.js';
import { type DirtyFile, isRefusal, type Row, type TableTruth } from './dirty-file.js';
import { windows1252 } from './encodings.js';
import type { Table } from './table.js';
import { CLEAN } from './tables/index.js';
import { type Style, textOf } from './write.js';

const LEAST_FILES = 3;

/** Files above this are not looked through. */
const MOST_BYTES = 10_000_000;

const isHuge = ({ bytes }: DirtyFile): boolean => bytes().length > MOST_BYTES;

const files = CORPUS.filter(({ defect }) => defect !== 'a field of 100 MB').flatMap((one) => one.files);

const tables = files.flatMap((file) => (isRefusal(file.truth) ? [] : [{ ...file, truth: file.truth }]));

const utf8Of = (bytes: Uint8Array): string | undefined => {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
};

const isRectangular = ({ columns, types, rows }: TableTruth): boolean =>
  types.length === columns.length && rows.every((row) => row.length === columns.length);

/** The records that a truth shows as the file has them. */
const rawOf = ({ quarantined = [], mendable = [] }: TableTruth): readonly string[] => [
  ...quarantined,
  ...mendable.map(({ raw }) => raw),
];

describe('the corpus', () => {
  it.each(CORPUS.map(({ defect, files }) => [defect, files] as const))('%s: files enough', (_, files) => {
    expect(files.length).toBeGreaterThanOrEqual(LEAST_FILES);
    expect(new Set(files.map(({ name }) => name)).size).toBe(files.length);
  });

  it('names each defect once', () => {
    expect(new Set(CORPUS.map(({ defect }) => defect)).size).toBe(CORPUS.length);
  });

  it('has rectangular truths', () => {
    expect(tables.filter(({ truth }) => !isRectangular(truth)).map(({ name }) => name)).toEqual([]);
  });

  it('makes the same bytes each time', () => {
    expect(files.filter(({ bytes }) => Buffer.compare(bytes(), bytes()) !== 0)).toEqual([]);
  });

  it('shows broken records as the files have them', () => {
    const missing = tables.flatMap(({ name, bytes, truth }) => {
      const text = utf8Of(bytes()) ?? '';
      return rawOf(truth).flatMap((raw) => (text.includes(raw) ? [] : [`${name}: ${raw}`]));
    });
    expect(missing).toEqual([]);
  });

  it('has only texts in its truths that its files have', () => {
    const strange = tables.flatMap(({ name, bytes, truth }) => {
      const text = utf8Of(bytes())?.replaceAll('\0', '').replaceAll('\\', '');
      if (text === undefined || name.endsWith('.gz') || name.startsWith('little') || name.startsWith('big'))
        return [];
      return truth.rows
        .flatMap((row) => row.filter((value, at) => value !== null && truth.types[at] === 'text'))
        .filter((value) => !/["'\\]/.test(value ?? '') && !text.includes(value ?? ''))
        .map((value) => `${name}: ${value}`);
    });
    expect(strange).toEqual([]);
  });

  it('has a field of 100 MB', () => {
    const huge = CORPUS.find(({ defect }) => defect === 'a field of 100 MB')?.files ?? [];
    expect(huge.map(isHuge)).toEqual([true, true, true]);
  });
});

describe('Windows-1252', () => {
  // Not held against TextDecoder: that of Node 20 reads 0x80 to 0x9F as control characters.
  it('has its own bytes between 0x80 and 0x9F', () => {
    expect([...windows1252('€‚„…Š‹ŒŽ‘’“”•–—™šœžŸ')]).toEqual([
      0x80, 0x82, 0x84, 0x85, 0x8a, 0x8b, 0x8c, 0x8e, 0x91, 0x92, 0x93, 0x94, 0x95, 0x96, 0x97, 0x99, 0x9a,
      0x9c, 0x9e, 0x9f,
    ]);
    expect([...windows1252('aüÿ')]).toEqual([0x61, 0xfc, 0xff]);
    expect(() => windows1252('Łódź')).toThrow('Windows-1252 has no Ł');
  });
});

describe('clean tables', () => {
  let folder: string;
  let engine: DuckDBInstance;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'dirty-'));
    engine = await DuckDBInstance.create(':memory:');
  });
  afterAll(async () => {
    engine.closeSync();
    await rm(folder, { recursive: true });
  });

  /** What the engine reads when it is told how the file is written, all as text. */
  const reference = async (table: Table, text: string, delimiter: string): Promise<readonly Row[]> => {
    const path = join(folder, `${table.name}.csv`);
    await writeFile(path, text);
    const connection = await engine.connect();
    const columns = table.columns.map(({ name }) => `'${name}': 'VARCHAR'`).join(', ');
    const options = `auto_detect=false, header=true, quote='"', escape='"', delim='${delimiter}', columns={${columns}}`;
    const reader = await connection.runAndReadAll(`from read_csv('${path}', ${options})`);
    connection.closeSync();
    return reader.getRows() as readonly Row[];
  };

  const styles: readonly (readonly [string, Partial<Style>])[] = [
    ['as they are', {}],
    ['by semicolons and CRLF', { delimiter: ';', lineEnd: () => '\r\n' }],
    ['by tabs, all texts quoted', { delimiter: '\t', quoting: 'text' }],
    ['by pipes, without a final line end', { delimiter: '|', finalLineEnds: 0 }],
  ];

  it.each(styles)('are written %s so that another reader finds them', async (_, style) => {
    for (const table of CLEAN) {
      const rows = await reference(table, textOf(table, style), style.delimiter ?? ',');
      expect(rows, table.name).toEqual(table.rows);
    }
  });
});
