import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { BOM, utf8, utf16be, utf16le, windows1252 } from '../dirty/encodings.js';
import { millrace } from '../support/cli.js';
import { query } from '../support/duckdb.js';
import { type Project, project } from '../support/project.js';
import { zipOf } from '../support/zip.js';

const COLUMNS = 'item: 6, name: { from: 8, width: 8 }, pieces: 5, day: { from: 22, width: 10 }';

const documentOf = (path: string, config = '', contract = '', columns = COLUMNS): string => `millrace: 1
pipeline: lines
resources:
  stores:
    raw: { folder: . }
    out: { folder: ./out }
nodes:
  stock:
    use: read_fixed_width
    with: { path: "raw://${path}", columns: { ${columns} }${config} }
${contract}  result:
    use: write_parquet
    from: stock
    with: { path: out://result.parquet }
`;

const CONTRACT = '    contract: {}\n';

interface Setting {
  readonly config?: string;
  readonly contract?: string;
  readonly columns?: string;
  readonly path?: string;
}

const start = async (
  content: string | Uint8Array,
  { config, contract, columns, path = 'stock.txt' }: Setting = {},
): Promise<Project> =>
  project({ 'pipeline.yaml': documentOf(path, config, contract, columns), [path]: content });

const run = (at: Project) => millrace(at, ['run', 'pipeline.yaml']);

const table = async (at: Project) => {
  const { code, err } = await run(at);
  expect(code, err).toBe(0);
  const file = at.path('out/result.parquet');
  const types = (await query(`select column_name, column_type from (describe from '${file}')`)).rows;
  const { rows } = await query(`select columns(*)::varchar from '${file}' order by all`);
  return { types: Object.fromEntries(types as [string, string][]), rows, err };
};

interface Shown {
  readonly nodes: readonly { readonly rows: readonly { readonly original: { readonly csv: string } }[] }[];
}

/** The records in quarantine, as they were. */
const setAside = async (at: Project): Promise<readonly string[]> => {
  const { out } = await millrace(at, ['quarantine', 'show', '--json']);
  return (JSON.parse(out) as Shown).nodes.flatMap(({ rows }) => rows.map(({ original }) => original.csv));
};

const GOOD = [
  '000123 Washer     40 2024-12-31',
  '000124 Bölt "M" 1200 2024-01-02',
  '000125             7           ',
];
const TABLE = [
  ['000123', 'Washer', '40', '2024-12-31'],
  ['000124', 'Bölt "M"', '1200', '2024-01-02'],
  ['000125', null, '7', null],
];

describe('read_fixed_width', () => {
  test('takes lines apart, takes blanks off, and finds types and nulls', async () => {
    const { rows, types } = await table(await start(`${GOOD.join('\n')}\n`));
    expect(types).toEqual({ item: 'VARCHAR', name: 'VARCHAR', pieces: 'BIGINT', day: 'DATE' });
    expect(rows).toEqual(TABLE);
  });

  test.each([
    ['LF and none at the end', GOOD.join('\n')],
    ['CRLF', GOOD.map((line) => `${line}\r\n`).join('')],
    ['CR', GOOD.map((line) => `${line}\r`).join('')],
    [
      'blank lines between, blanks behind, and what old systems end with',
      `\n${GOOD.join('   \n  \n\n')}\n\u001a`,
    ],
  ])('reads lines that end with %s', async (_, text) => {
    expect((await table(await start(text))).rows).toEqual(TABLE);
  });

  test.each([
    ['UTF-8 with its mark', utf8(BOM + GOOD.join('\n')), undefined],
    ['UTF-16 little-endian', utf16le(BOM + GOOD.join('\n')), 'utf-16le'],
    ['UTF-16 big-endian, without its mark', utf16be(GOOD.join('\n')), 'utf-16be'],
    ['Windows-1252', windows1252(GOOD.join('\r\n')), 'windows-1252'],
  ])('finds %s', async (_, bytes, encoding) => {
    const { rows, err } = await table(await start(bytes));
    expect(rows).toEqual(TABLE);
    if (encoding) expect(err).toContain(`encoding: ${encoding}`);
    else expect(err).not.toContain('encoding');
  });

  test('counts characters, not the places that they take in memory', async () => {
    const { rows } = await table(await start('😀😀1\nabc\n', { columns: 'a: 2, b: 1' }));
    expect(rows).toEqual([
      ['ab', 'c'],
      ['😀😀', '1'],
    ]);
  });

  test('unpacks .gz and .zip', async () => {
    const packed = gzipSync(GOOD.join('\n'));
    expect((await table(await start(packed, { path: 'stock.txt.gz' }))).rows).toEqual(TABLE);
    const archive = zipOf([
      { name: 'in/stock.dat', data: GOOD.join('\n') },
      { name: 'in/more.dat.gz', data: gzipSync('000126') },
    ]);
    const zipped = await table(await start(archive, { path: 'stock.zip', config: ', short_lines: pad' }));
    expect(zipped.rows).toEqual([...TABLE, ['000126', null, null, null]]);
  });

  test('leaves lines at both ends and characters of no column out', async () => {
    const text = 'STOCK OF THE DAY\n\n1 xx a\n2 yy b\nTOTAL 2\n\n';
    const setting = {
      config: ', skip: 1, skip_footer: 1, line_length: 6',
      columns: 'b: { from: 3, width: 2 }, a: { from: 1, width: 1 }',
    };
    const { rows } = await table(await start(text, setting));
    expect(rows).toEqual([
      ['xx', '1'],
      ['yy', '2'],
    ]);
  });

  test('sets aside what is no record, as it was, and lets the others through', async () => {
    const broken = ['000126 short', '"quoted", and, with, four', `${GOOD[0]} and more`, `${GOOD[0]}\tx`];
    const at = await start([...GOOD, ...broken].join('\n'), { contract: CONTRACT });
    const { rows, err } = await table(at);
    expect(rows).toEqual(TABLE);
    expect(err).toContain('4 lines go to quarantine as they were');
    expect(err).toContain('line 4 has 12 characters, and its columns end at 31');
    expect((await setAside(at)).toSorted()).toEqual(broken.toSorted());
  });

  test('tells records by number in quarantine', async () => {
    const at = await start(['skipped', ...GOOD].join('\n'), {
      config: ', skip: 1',
      contract: '    contract: { columns: { day: { required: true } } }\n',
    });
    expect((await table(at)).rows).toHaveLength(2);
    expect((await millrace(at, ['quarantine', 'show'])).out).toContain('stock.txt, record 3');
  });

  test('takes the columns from the document even where most lines are broken', async () => {
    const junk = Array.from({ length: 3000 }, (_, index) => `junk, ${index}`);
    const at = await start([...junk, ...GOOD].join('\n'), { contract: CONTRACT });
    expect((await table(at)).rows).toEqual(TABLE);
  });

  test('keeps a line that has the names of the columns for a row, and one without a value', async () => {
    const { rows } = await table(await start('abc\nxyz\n', { columns: 'abc: 3' }));
    expect(rows).toEqual([['abc'], ['xyz']]);
    const padded = await table(await start('abc\n  -x\n', { columns: 'a: 3', config: ', line_length: 4' }));
    expect(padded.rows).toEqual([['-'], ['abc']]);
    const none = await table(
      await start('1x\n y\n', { columns: 'a: 1', config: ', line_length: 2, types: { a: integer }' }),
    );
    expect(none.rows).toEqual([['1'], [null]]);
  });

  test('sets too long a line of a single column aside', async () => {
    const at = await start('abc\nabcd\n', { columns: 'a: 3', contract: CONTRACT });
    expect((await table(at)).rows).toEqual([['abc']]);
    expect(await setAside(at)).toEqual(['abcd']);
  });

  test('leaves null bytes out, says so, and can be told to', async () => {
    const text = 'a\0\0b \0\0\0 1\nabcd     2\n';
    const columns = 'name: 5, n: 5';
    const { rows, err } = await table(await start(text, { columns }));
    expect(rows).toEqual([
      ['ab', '1'],
      ['abcd', '2'],
    ]);
    expect(err).toContain('null bytes');
    expect((await table(await start(text, { columns, config: ', null_bytes: drop' }))).err).not.toContain(
      'null bytes',
    );
  });

  test.each([
    [
      'too short a line',
      `${GOOD[0]}\n000124`,
      'MR4005',
      'line 2 of "stock.txt" has 6 characters, and its columns end at 31',
    ],
    [
      'too long a line',
      `${GOOD[0]} x`,
      'MR4005',
      'line 1 of "stock.txt" has 33 characters, and is to have 31',
    ],
    ['a file without a byte', '', 'MR4001', '"stock.txt" is empty'],
    ['a line without an end', 'x'.repeat(3_000_000), 'MR4005', 'does not end within 1,000,000 characters'],
    [
      'bytes that are no text',
      Uint8Array.from({ length: 2000 }, (_, at) => (at * 37) % 256),
      'MR4003',
      'no characters',
    ],
  ])('stops for %s', async (_, content, code, message) => {
    const { code: exit, err } = await run(await start(content));
    expect(exit).not.toBe(0);
    expect(err).toContain(code);
    expect(err).toContain(message);
    expect(err).not.toContain('MR9');
  });

  test('stops for a packed file that was cut short, or is empty', async () => {
    const noise = Array.from({ length: 3000 }, (_, at) => `${(at * 7919) % 1_000_003}`.padEnd(31));
    const packed = gzipSync(noise.join('\n'));
    const cut = await run(await start(packed.subarray(0, packed.length / 2), { path: 'stock.txt.gz' }));
    expect(cut.err).toContain('MR4002');
    expect((await run(await start(gzipSync(''), { path: 'stock.txt.gz' }))).err).toContain('MR4001');
    const other = await run(await start(Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd), { path: 'stock.txt.zst' }));
    expect(other.err).toContain('read from .gz and .zip only');
  });

  test.each([
    ['that overlap', 'a: 5, b: { from: 3, width: 4 }', 'shares characters 3 to 5 with "a"'],
    [
      'that overlap, in any order',
      'b: { from: 3, width: 4 }, a: { from: 6, width: 1 }',
      'shares character 6 with "b"',
    ],
    ['of one name', 'a: 5, A: 4', 'names the same column as "a"'],
    ['whose order is not kept', 'a: 5, 2020: 4', 'is a number'],
    ['without a width', 'a: 0', 'columns'],
  ])('refuses columns %s, with their place', async (_, columns, message) => {
    const { code, err } = await run(await start('x', { columns }));
    expect(code).toBe(2);
    expect(err).toContain(message);
    expect(err).toContain('pipeline.yaml:10:');
  });

  test('refuses lines that are to be shorter than their columns', async () => {
    const { err } = await run(await start('x', { config: ', line_length: 30' }));
    expect(err).toContain('must be at least 31, where columns end');
  });

  test('says nothing of what is pinned', async () => {
    const at = await start(windows1252(GOOD.join('\n')));
    await millrace(at, ['profile', 'pipeline.yaml', '--pin']);
    expect(await at.read('pipeline.yaml')).toContain('encoding: windows-1252');
    const { code, err } = await millrace(at, ['run', 'pipeline.yaml', '--frozen']);
    expect(code, err).toBe(0);
  });
});
