import { describe, expect, it } from 'vitest';
import { quoted } from '../../src/kit/index.js';
import { millrace } from '../support/cli.js';
import { contentOf, query, writeRows } from '../support/duckdb.js';
import { codesIn } from '../support/expectations.js';
import { type Project, project } from '../support/project.js';

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

const select = `select ${strange.map((name, index) => `'v' || (i * 100 + ${index}) as ${quoted(name)}`).join(', ')} from range(3) r(i) order by 1`;

type Nodes = Readonly<Record<string, unknown>>;

const pipeline = (nodes: Nodes): string =>
  JSON.stringify({
    millrace: 1,
    pipeline: 'names',
    resources: { stores: { raw: { folder: './data' }, out: { folder: './out' } } },
    nodes,
  });

/** An object with one entry; unlike a literal it takes `__proto__` as a key. */
const entry = (key: string, value: unknown) => Object.fromEntries([[key, value]]);

/** Every transform there is, one after the other; together they change nothing. */
const chain = (column: string): Nodes => ({
  kept: { use: 'filter', from: 'rows', with: { where: `${quoted(column)} is not null` } },
  added: { use: 'derive', from: 'kept', with: { columns: { added: quoted(column) } } },
  less: { use: 'select', from: 'added', with: { exclude: ['added'] } },
  renamed: { use: 'rename', from: 'less', with: { columns: entry(column, 'other name') } },
  back: { use: 'rename', from: 'renamed', with: { columns: { 'other name': column } } },
  typed: { use: 'cast', from: 'back', with: { columns: entry(column, 'VARCHAR') } },
  groups: { use: 'aggregate', from: 'typed', with: { by: strange } },
  twice: { use: 'union', from: ['groups', 'typed'], with: { distinct: true } },
  partners: { use: 'select', from: 'typed', with: { columns: [column] } },
  joined: { use: 'join', from: { l: 'twice', r: 'partners' }, with: { keys: [column], type: 'semi' } },
  asked: { use: 'sql', from: { j: 'joined' }, with: { query: 'select * from j' } },
  sorted: { use: 'sort', from: 'asked', with: { by: [column] } },
  first: { use: 'limit', from: 'sorted', with: { rows: 10 } },
  picked: { use: 'select', from: 'first', with: { columns: strange } },
  sound: {
    use: 'check',
    from: 'picked',
    with: { unique: [column], required: strange, rows: { min: 3, max: 3 } },
  },
});

const formats = [
  ['read_csv', 'write_csv', 'csv', 'FORMAT csv, HEADER true'],
  ['read_json', 'write_json', 'ndjson', 'FORMAT json'],
  ['read_parquet', 'write_parquet', 'parquet', 'FORMAT parquet'],
] as const;

const runs = async (at: Project, file = 'pipeline.json'): Promise<void> => {
  const { code, err } = await millrace(at, ['run', file]);
  expect(code, err).toBe(0);
};

describe('columns with strange names', () => {
  it.each(formats)(
    'flow through %s, every transform and %s, and come out unchanged',
    async (read, write, ending, options) => {
      const at = await project({ 'data/.keep': '', 'out/.keep': '' });
      const input = at.path(`data/in.${ending}`);
      await writeRows(input, select, options);
      await at.write({
        'pipeline.json': pipeline({
          rows: { use: read, with: { path: `raw://in.${ending}` } },
          ...chain('a "quoted" name'),
          result: { use: write, from: 'picked', with: { path: `out://out.${ending}` } },
        }),
      });
      await runs(at);
      const output = await contentOf(read, at.path(`out/out.${ending}`));
      expect(output).toEqual(await contentOf(read, input));
      expect(output.columns).toEqual(strange);
    },
  );

  it.each(strange)('%j can be named in every transform', async (name) => {
    const at = await project({ 'out/.keep': '', 'data/.keep': '' });
    await writeRows(at.path('data/in.parquet'), select);
    await at.write({
      'pipeline.json': pipeline({
        rows: { use: 'read_parquet', with: { path: 'raw://in.parquet' } },
        ...chain(name),
        result: { use: 'write_parquet', from: 'picked', with: { path: 'out://out.parquet' } },
      }),
    });
    await runs(at);
    const { rows } = await contentOf('read_parquet', at.path('out/out.parquet'));
    expect(rows).toHaveLength(3);
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
      await at.write({ 'pipeline.json': pipeline(nodes) });
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
    await at.write({ 'pipeline.json': pipeline(nodes) });
    await runs(at);
    const csv = `read_csv('${at.path('out/out.csv')}', all_varchar = true)`;
    const json = `read_json('${at.path('out/out.ndjson')}', columns = {text: 'VARCHAR'})`;
    for (const relation of [csv, json]) {
      const rows = await query(`select text from ${relation}`);
      expect(rows.map((row) => row['text'])).toEqual(expect.arrayContaining([...texts, null]));
    }
  });
});

/** A copy with the name in question in one place of the document. */
const copyWith = ({
  node = 'rows',
  param,
  store = 'raw',
}: {
  readonly node?: string;
  readonly param?: string;
  readonly store?: string;
}): string => {
  const condition = param === undefined ? 'id > 0' : `id > $${param}`;
  return JSON.stringify({
    millrace: 1,
    pipeline: 'names',
    ...(param === undefined ? {} : { params: entry(param, { type: 'integer', default: 0 }) }),
    resources: { stores: { ...entry(store, { folder: './data' }), out: { folder: './out' } } },
    nodes: Object.fromEntries([
      [node, { use: 'read_csv', with: { path: `${store}://in.csv` } }],
      ['kept', { use: 'filter', from: node, with: { where: condition } }],
      ['result', { use: 'write_csv', from: 'kept', with: { path: 'out://out.csv' } }],
    ]),
  });
};

const accepted = [
  'Rows',
  '_',
  '_1',
  'x'.repeat(64),
  'constructor',
  'toString',
  '__proto__',
  'hasOwnProperty',
  'rowid',
  'Null_',
  'id',
];

const refused = [
  ['select', 'MR1025'],
  ['LEFT', 'MR1025'],
  ['my-rows', 'MR1024'],
  ['my rows', 'MR1024'],
  ["it's", 'MR1024'],
  ['"rows"', 'MR1024'],
  ['日本語', 'MR1024'],
  ['a.b', 'MR1024'],
  ['', 'MR1024'],
  ['x'.repeat(65), 'MR1024'],
  ['1st', 'MR1024'],
] as const;

describe('names in a document', () => {
  const make = (names: Parameters<typeof copyWith>[0]): Promise<Project> =>
    project({ 'pipeline.json': copyWith(names), 'data/in.csv': 'id\n1\n' });

  it.each(accepted)('a node may be called %s', async (name) => runs(await make({ node: name })));

  it.each(accepted)('a parameter may be called %s', async (name) => runs(await make({ param: name })));

  it.each(accepted)('a store may be called %s', async (name) => runs(await make({ store: name })));

  it.each(refused)('a node may not be called %j (%s)', async (name, code) => {
    const { code: exit, err } = await millrace(await make({ node: name }), ['run', 'pipeline.json']);
    expect({ exit, codes: codesIn(err) }, err).toEqual({ exit: 2, codes: expect.arrayContaining([code]) });
  });

  it.each(refused)('a parameter may not be called %j (%s)', async (name, code) => {
    const { code: exit, err } = await millrace(await make({ param: name }), ['run', 'pipeline.json']);
    expect({ exit, codes: codesIn(err) }, err).toEqual({ exit: 2, codes: expect.arrayContaining([code]) });
  });

  it.each([
    ['nodes', { a: 'rows', A: 'rows' }],
    ['aliases', { j: { f: 'rows', F: 'rows' } }],
  ])('%s may not differ only in case', async (_what, more) => {
    const nodes = {
      rows: { use: 'read_csv', with: { path: 'raw://in.csv' } },
      ...Object.fromEntries(Object.entries(more).map(([name, from]) => [name, { use: 'union', from }])),
      result: { use: 'write_csv', from: Object.keys(more)[0], with: { path: 'out://out.csv' } },
    };
    const at = await project({ 'pipeline.json': pipeline(nodes), 'data/in.csv': 'id\n1\n' });
    const { code, err } = await millrace(at, ['run', 'pipeline.json']);
    expect({ code, codes: codesIn(err) }, err).toEqual({
      code: 2,
      codes: expect.arrayContaining(['MR1026']),
    });
  });
});

const files = [
  "it's.csv",
  'a "b".csv',
  'two words.csv',
  'ünï 日本 😀.csv',
  '#1.csv',
  'a;b.csv',
  '--.csv',
  '%41.csv',
  '$x.csv',
  'a\\b.csv',
  'select.csv',
  'a:b.csv',
  'new\nline.csv',
  '.hidden.csv',
  '~.csv',
  "'); drop.csv",
];

describe('files with strange names', () => {
  it.each(files)('%j is read, and written', async (name) => {
    const nodes = {
      rows: { use: 'read_csv', with: { path: `raw://${name}` } },
      result: { use: 'write_csv', from: 'rows', with: { path: `out://${name}` } },
    };
    const at = await project({ 'pipeline.json': pipeline(nodes), [`data/${name}`]: 'id\n1\n2\n' });
    const { code, err } = await millrace(at, ['run', 'pipeline.json']);
    if (code === 2) expect(codesIn(err)).toEqual(expect.arrayContaining(['MR3002']));
    else expect({ code, text: await at.read(`out/${name}`) }, err).toEqual({ code: 0, text: 'id\n1\n2\n' });
  });

  it.each(["it's here", 'a "b"', '日本', 'a b', '#', '$HOME', '{x}'])(
    'a project in the folder %j works',
    async (name) => {
      const nodes = {
        rows: { use: 'read_csv', with: { path: 'raw://in.csv' } },
        result: { use: 'write_csv', from: 'rows', with: { path: 'out://out.csv' } },
      };
      const at = await project({ [`${name}/p.json`]: pipeline(nodes), [`${name}/data/in.csv`]: 'id\n1\n' });
      await runs(at, `${name}/p.json`);
      expect(await at.read(`${name}/out/out.csv`)).toBe('id\n1\n');
    },
  );
});
