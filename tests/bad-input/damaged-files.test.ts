import { randomBytes } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { documentOf, someRows, writing } from '../support/document.js';
import { writeRows } from '../support/duckdb.js';
import { type Project, project } from '../support/project.js';
import { expectRefused, publishedOnce } from '../support/refusal.js';

const reading = (kind: string, file: string): string =>
  documentOf(`  rows:\n    use: ${kind}\n    with: { path: 'raw://${file}' }\n${writing('rows')}`);

const lines = (count: number): string =>
  `id,name\n${Array.from({ length: count }, (_, n) => `${n},name ${n}`).join('\n')}\n`;

const objects = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, n) => JSON.stringify({ id: n, name: `name ${n}` }));

const cut = (bytes: Uint8Array, share = 0.5): Uint8Array =>
  bytes.subarray(0, Math.floor(bytes.length * share));

const flipped = (bytes: Uint8Array): Uint8Array =>
  bytes.map((byte, index) => (index === bytes.length >> 1 ? byte ^ 0xff : byte));

/** The bytes of a file that the engine writes. */
const written = async (at: Project, options: string): Promise<Uint8Array> => {
  const path = at.path('written');
  await writeRows(path, "select i as id, 'name ' || i as name from range(20000) r(i)", options);
  const bytes = await readFile(path);
  await rm(path);
  return bytes;
};

type Make = (at: Project) => Promise<string | Uint8Array> | string | Uint8Array;

/** Kind, file, what is wrong with it, the error, and the bytes. */
const cases: readonly (readonly [string, string, string, string, Make])[] = [
  ['read_csv', 'in.csv', 'no bytes', 'MR4001', () => ''],
  ['read_csv', 'in.csv.gz', 'no bytes', 'MR4001', () => ''],
  ['read_json', 'in.json', 'no bytes', 'MR4001', () => ''],
  ['read_parquet', 'in.parquet', 'no bytes', 'MR4001', () => ''],
  ['read_csv', 'in.csv', 'a last record that was cut short', 'MR4005', () => lines(20_000).slice(0, -12)],
  [
    'read_csv',
    'in.csv',
    'a quote that is never closed',
    'MR4005',
    () => `${lines(5000)}1,"never\n${lines(9)}`,
  ],
  ['read_csv', 'in.csv', 'a record with a field too many', 'MR4005', () => `${lines(5000)}1,a,b\n`],
  ['read_csv', 'in.csv', 'a record with a field too few', 'MR4005', () => `${lines(5000)}1\n`],
  ['read_csv', 'in.csv.gz', 'half of its bytes', 'MR4002', () => cut(gzipSync(lines(50_000)))],
  ['read_csv', 'in.csv.gz', 'all but its last bytes', 'MR4002', () => cut(gzipSync(lines(50_000)), 0.9999)],
  [
    'read_csv',
    'in.csv.gz',
    'a byte that is not what was written',
    'MR4002',
    () => flipped(gzipSync(lines(50_000))),
  ],
  ['read_csv', 'in.csv.gz', 'text that is not packed', 'MR4002', () => lines(10)],
  [
    'read_csv',
    'in.csv.zst',
    'half of its bytes',
    'MR4002',
    async (at) => cut(await written(at, 'FORMAT csv, COMPRESSION zstd')),
  ],
  ['read_csv', 'in.csv.zst', 'text that is not packed', 'MR4002', () => lines(10)],
  ['read_json', 'in.json', 'a list that does not end', 'MR4002', () => `[${objects(5000).join(',\n')}`],
  [
    'read_json',
    'in.json',
    'an object that does not end',
    'MR4002',
    () => `[${objects(5000).join(',\n')}`.slice(0, -4),
  ],
  [
    'read_json',
    'in.ndjson',
    'a last line that was cut short',
    'MR4002',
    () => objects(20_000).join('\n').slice(0, -5),
  ],
  ['read_json', 'in.json', 'a number', 'MR4002', () => '42\n'],
  ['read_json', 'in.json', 'a page of HTML', 'MR4002', () => '<html><body>502</body></html>\n'],
  [
    'read_json',
    'in.ndjson.gz',
    'half of its bytes',
    'MR4002',
    () => cut(gzipSync(objects(50_000).join('\n'))),
  ],
  [
    'read_parquet',
    'in.parquet',
    'half of its bytes',
    'MR4002',
    async (at) => cut(await written(at, 'FORMAT parquet')),
  ],
  [
    'read_parquet',
    'in.parquet',
    'all but its last byte',
    'MR4002',
    async (at) => cut(await written(at, 'FORMAT parquet'), 0.9999),
  ],
  ['read_parquet', 'in.parquet', 'only its first bytes', 'MR4002', () => 'PAR1'],
  ['read_parquet', 'in.parquet', 'text', 'MR4002', () => lines(10)],
  [
    'read_csv',
    'in.csv',
    'a picture',
    'MR4003',
    () => readFile(join('node_modules/vega-datasets/data/7zip.png')),
  ],
  [
    'read_csv',
    'in.csv',
    'noise',
    'MR4003',
    () => Buffer.concat([Buffer.from('id,name\n'), randomBytes(10_000)]),
  ],
  [
    'read_csv',
    'in.csv',
    'bytes of no encoding after 30,000 good lines',
    'MR4003',
    () => Buffer.concat([Buffer.from(lines(30_000)), Buffer.from('1,Z\xffrich\n', 'latin1')]),
  ],
];

describe('a file that cannot be read', () => {
  it.each(cases)(
    '%s of %s with %s is %s; nothing is published, nothing is lost',
    async (kind, file, _what, code, make) => {
      const at = await project({
        'pipeline.yaml': reading('read_csv', 'good.csv'),
        'data/good.csv': someRows,
      });
      await publishedOnce(at);
      await at.write({ 'pipeline.yaml': reading(kind, file), [`data/${file}`]: await make(at) });
      const { err } = await expectRefused(at, { exit: 1, code });
      expect(err).toContain(file);
    },
  );

  it('that is missing is told with those that are there', async () => {
    const at = await project({ 'pipeline.yaml': reading('read_csv', 'good.csv'), 'data/good.csv': someRows });
    await publishedOnce(at);
    await at.write({ 'pipeline.yaml': reading('read_csv', 'god.csv') });
    const { err } = await expectRefused(at, { exit: 1, code: 'MR3004' });
    expect(err).toContain('did you mean "good.csv"?');
  });

  it('among good ones is named', async () => {
    const files = Object.fromEntries(['a', 'b', 'd'].map((name) => [`data/${name}.csv`, lines(1000)]));
    const at = await project({ 'pipeline.yaml': reading('read_csv', '*.csv'), ...files });
    await publishedOnce(at);
    await at.write({ 'data/c.csv': `${lines(30_000)}4,Edsger,more\n` });
    const { err } = await expectRefused(at, { exit: 1, code: 'MR4005' });
    expect(err).toContain('data/c.csv');
  });
});
