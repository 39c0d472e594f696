import { appendFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findRecords } from './scan.js';
import { createWanted } from './wanted.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'millrace-scan-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const line = (n: number): string => `${n},"two\nlines of ${n}",${'x'.repeat(n % 90)}`;
const plain = (n: number): string => line(n).replaceAll('"', '');

const found = async (path: string, rows: readonly number[]): Promise<readonly (readonly number[])[]> => {
  const wanted = createWanted();
  for (const row of rows) wanted.add(Buffer.from(plain(row)), row);
  const pairs: (readonly number[])[] = [];
  await findRecords(path, 1, wanted, (row, record) => pairs.push([row, record]));
  return pairs;
};

const ROWS = 60_000;
const WANTED = [1, 2, 9_999, 31_234, ROWS];

test('records are found across the pieces of a file of several megabytes, zipped or not', async () => {
  const text = ['head', ...Array.from({ length: ROWS }, (_, index) => line(index + 1))].join('\n');
  await writeFile(join(folder, 'a.csv'), text);
  await writeFile(join(folder, 'a.csv.gz'), gzipSync(text));
  const all = WANTED.map((row) => [row, row]);
  expect(await found(join(folder, 'a.csv'), WANTED)).toEqual(all);
  expect(await found(join(folder, 'a.csv.gz'), WANTED)).toEqual(all);
});

test('a record longer than a piece is passed over, and those after it keep their numbers', async () => {
  const path = join(folder, 'long.csv');
  await writeFile(path, `head\n1,"${'long, '.repeat(900_000)}",x\n`);
  await appendFile(path, `${line(2)}\n\n${line(3)}\r\n`);
  expect(await found(path, [2, 3])).toEqual([
    [2, 2],
    [3, 3],
  ]);
});

test('records that are the same are given to their rows in order', async () => {
  const path = join(folder, 'same.csv');
  await writeFile(path, `head\n${line(7)}\n${line(8)}\n${line(7)}\n`);
  const wanted = createWanted();
  wanted.add(Buffer.from(plain(7)), 1);
  wanted.add(Buffer.from(plain(7)), 2);
  const pairs: (readonly number[])[] = [];
  await findRecords(path, 1, wanted, (row, record) => pairs.push([row, record]));
  expect(pairs).toEqual([
    [1, 1],
    [2, 3],
  ]);
});

test('a wanted record that is not there is not found', async () => {
  const path = join(folder, 'none.csv');
  await writeFile(path, `head\n${line(1)}\n`);
  expect(await found(path, [5])).toEqual([]);
});
