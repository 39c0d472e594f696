import { describe, expect, it } from 'vitest';
import { quoted } from '../../src/kit/index.js';
import { millrace } from '../support/cli.js';
import { copying } from '../support/document.js';
import { contentOf, query, writeRows } from '../support/duckdb.js';
import { codesIn } from '../support/expectations.js';
import { entry, expectRuns, jsonDocument, type Nodes } from '../support/json-document.js';
import { project } from '../support/project.js';

const strange = [
  'a "quoted" name',
  "it's",
  'select',
  'FROM',
  'order',
  'a,b',
  'a;b',
  'a\tb',
  'two\nlines',
  'back\\slash',
  ' spaced ',
  'a.b',
  'a:b',
  '# hash',
  '$least',
  '-- comment',
  '/* comment */',
  '*',
  '1',
  'null',
  'true',
  '{}',
  '[0]',
  'naïve café',
  '日本語',
  '😀',
  'e\u0301',
  '__proto__',
  'constructor',
  'toString',
  'rowid',
  'filename',
  'file_row_number',
  'x'.repeat(200),
];

const rowsWith = (names: readonly string[]): string =>
  `select ${names.map((name, index) => `'v' || (i * 100 + ${index}) as ${quoted(name)}`).join(', ')} from range(3) r(i) order by 1`;

/** Every transform there is, one after the other; together they change nothing. */
const chain = (column: string, names: readonly string[]): Nodes => ({
  kept: { use: 'filter', from: 'rows', with: { where: `${quoted(column)} is not null` } },
  added: { use: 'derive', from: 'kept', with: { columns: { added: quoted(column) } } },
  less: { use: 'select', from: 'added', with: { exclude: ['added'] } },
  renamed: { use: 'rename', from: 'less', with: { columns: entry(column, 'other name') } },
  back: { use: 'rename', from: 'renamed', with: { columns: { 'other name': column } } },
  typed: { use: 'cast', from: 'back', with: { columns: entry(column, 'VARCHAR') } },
  groups: { use: 'aggregate', from: 'typed', with: { by: names } },
  twice: { use: 'union', from: ['groups', 'typed'], with: { distinct: true } },
  partners: { use: 'select', from: 'typed', with: { columns: [column] } },
  joined: { use: 'join', from: { l: 'twice', r: 'partners' }, with: { keys: [column], type: 'semi' } },
  asked: { use: 'sql', from: { j: 'joined' }, with: { query: 'select * from j' } },
  sorted: { use: 'sort', from: 'asked', with: { by: [column] } },
  first: { use: 'limit', from: 'sorted', with: { rows: 10 } },
  picked: { use: 'select', from: 'first', with: { columns: names } },
  sound: {
    use: 'check',
    from: 'picked',
    with: { unique: [column], required: names, rows: { min: 3, max: 3 } },
  },
});

const formats = [
  ['read_csv', 'write_csv', 'csv', 'FORMAT csv, HEADER true'],
  ['read_json', 'write_json', 'ndjson', 'FORMAT json'],
  ['read_parquet', 'write_parquet', 'parquet', 'FORMAT parquet'],
] as const;

describe('columns with strange names', () => {
  it.each(formats)(
    'flow through %s, every transform and %s, and come out unchanged',
    async (read, write, ending, options) => {
      const at = await project({ 'data/.keep': '', 'out/.keep': '' });
      const input = at.path(`data/in.${ending}`);
      // Spaces at the ends of a CSV header are none of the names: the engine cuts them.
      const names = ending === 'csv' ? strange.filter((name) => name === name.trim()) : strange;
      await writeRows(input, rowsWith(names), options);
      await at.write({
        'pipeline.json': jsonDocument({
          rows: { use: read, with: { path: `raw://in.${ending}` } },
          ...chain('a "quoted" name', names),
          result: { use: write, from: 'picked', with: { path: `out://out.${ending}` } },
        }),
      });
      await expectRuns(at);
      const output = await contentOf(read, at.path(`out/out.${ending}`));
      expect(output).toEqual(await contentOf(read, input));
      expect(output.names).toEqual(names);
    },
  );

  it.each(strange.filter((name) => name !== '__proto__'))(
    '%j can be named in every transform',
    async (name) => {
      const at = await project({ 'out/.keep': '', 'data/.keep': '' });
      await writeRows(at.path('data/in.parquet'), rowsWith(strange));
      await at.write({
        'pipeline.json': jsonDocument({
          rows: { use: 'read_parquet', with: { path: 'raw://in.parquet' } },
          ...chain(name, strange),
          result: { use: 'write_parquet', from: 'picked', with: { path: 'out://out.parquet' } },
        }),
      });
      await expectRuns(at);
      const { rows } = await contentOf('read_parquet', at.path('out/out.parquet'));
      expect(rows).toHaveLength(3);
    },
  );

  it('that are numbers keep their values, and their place among the others', async () => {
    const text = 'country,2021,2020,10\nFI,a,b,c\nNO,d,e,f\n';
    const at = await project({ 'pipeline.yaml': copying, 'data/in.csv': text });
    await expectRuns(at, 'pipeline.yaml');
    expect(await at.read('out/out.csv')).toBe(text);
  });

  it('that SQL does not tell apart are refused in each format, with both names', async () => {
    const at = await project({ 'data/in.csv': 'Id,iD\n1,2\n', 'data/in.ndjson': '{"Id":1,"iD":2}\n' });
    for (const [kind, file] of [
      ['read_csv', 'in.csv'],
      ['read_json', 'in.ndjson'],
    ] as const) {
      const nodes = {
        rows: { use: kind, with: { path: `raw://${file}` } },
        result: { use: 'write_csv', from: 'rows', with: { path: 'out://o.csv' } },
      };
      await at.write({ 'pipeline.json': jsonDocument(nodes) });
      const { code, err } = await millrace(at, ['run', 'pipeline.json']);
      expect({ code, codes: codesIn(err) }, err).toEqual({ code: 1, codes: ['MR4007'] });
      expect(err).toContain('"Id" and "iD"');
    }
  });

  it('are told apart by null values, empty texts and texts that look like SQL', async () => {
    const texts = [
      "'; drop table x; --",
      '"',
      '',
      'null',
      'NaN',
      '00123',
      '1e400',
      'true',
      'a\nb',
      '\u{1F600}',
    ];
    const at = await project({ 'data/.keep': '', 'out/.keep': '' });
    const values = texts.map((text) => `(${"'"}${text.replaceAll("'", "''")}${"'"})`).join(', ');
    await writeRows(at.path('data/in.parquet'), `select * from (values ${values}, (null)) t(text)`);
    const nodes = {
      rows: { use: 'read_parquet', with: { path: 'raw://in.parquet' } },
      result: { use: 'write_csv', from: 'rows', with: { path: 'out://out.csv' } },
      again: { use: 'write_json', from: 'rows', with: { path: 'out://out.ndjson' } },
    };
    await at.write({ 'pipeline.json': jsonDocument(nodes) });
    await expectRuns(at);
    const csv = `read_csv('${at.path('out/out.csv')}', all_varchar = true, allow_quoted_nulls = false)`;
    const json = `read_json('${at.path('out/out.ndjson')}', columns = {text: 'VARCHAR'})`;
    for (const relation of [csv, json]) {
      const { rows } = await query(`select text from ${relation}`);
      expect(rows.map(([text]) => text)).toEqual(expect.arrayContaining([...texts, null]));
    }
  });
});
