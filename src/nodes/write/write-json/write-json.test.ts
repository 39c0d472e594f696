import { readFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { writtenBy } from '../../testing/files.js';
import { type Lab, openLab } from '../../testing/lab.js';
import { writeJson } from './index.js';

let lab: Lab;
beforeAll(async () => {
  lab = await openLab();
});
afterAll(() => lab.close());

const ROWS = `select * from (values (1, date '2001-02-03', [1]), (null, null, null)) t("a ""b""", "größe", l)`;

const [FIRST, SECOND] = [
  { 'a "b"': 1, größe: '2001-02-03', l: [1] },
  { 'a "b"': null, größe: null, l: null },
];

const text = async (name: string, config: Readonly<Record<string, unknown>> = {}, query = ROWS) => {
  const { path } = await writtenBy(lab, writeJson, config, name, query);
  return readFile(path, 'utf8');
};

const lines = (content: string): unknown =>
  content
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown);

test('the name decides: a list for .json, one object a line for all else', async () => {
  expect(JSON.parse(await text('out.json'))).toEqual([FIRST, SECOND]);
  expect(lines(await text('out.ndjson'))).toEqual([FIRST, SECOND]);
  expect(lines(await text('out.jsonl'))).toEqual([FIRST, SECOND]);
});

test('or the format, where it is set', async () => {
  expect(lines(await text('out.json', { format: 'newline_delimited' }))).toEqual([FIRST, SECOND]);
  expect(JSON.parse(await text('out.ndjson', { format: 'array' }))).toEqual([FIRST, SECOND]);
});

test('no rows give an empty list, or nothing', async () => {
  expect(JSON.parse(await text('out.json', {}, 'select 1 as x where false'))).toEqual([]);
  expect(await text('out.ndjson', {}, 'select 1 as x where false')).toBe('');
});

test('packed by its name, and a list still where it is called .json', async () => {
  const { path } = await writtenBy(lab, writeJson, {}, 'out.json.gz', 'select 1 as x');
  expect(JSON.parse(gunzipSync(await readFile(path)).toString())).toEqual([{ x: 1 }]);
});

test.each([
  [{ path: 'out://log/', mode: 'append' }, '.ndjson'],
  [{ path: 'out://log/', mode: 'append', format: 'array', compression: 'gzip' }, '.json.gz'],
  [{ path: 'out://a.json' }, '.json'],
])('%j has the extension %s', (config, extension) => {
  expect(writeJson.target(writeJson.config.parse(config))).toMatchObject({ extension, format: 'json' });
});
