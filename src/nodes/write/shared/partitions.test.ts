import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Cell, keyword, literal, type Sql, sql } from '../../../kit/index.js';
import { folderOfQuery, type WrittenFolder } from '../../testing/folders.js';
import { type Lab, openLab } from '../../testing/lab.js';
import { writeCsv } from '../write-csv/index.js';
import { writeJson } from '../write-json/index.js';
import { writeParquet } from '../write-parquet/index.js';

let lab: Lab;
beforeAll(async () => {
  lab = await openLab();
});
afterAll(() => lab.close());

const kinds = { write_csv: writeCsv, write_json: writeJson, write_parquet: writeParquet } as const;
type Kind = keyof typeof kinds;
const every = Object.keys(kinds) as readonly Kind[];

const endings: Readonly<Record<Kind, string>> = {
  write_csv: '.csv',
  write_json: '.ndjson',
  write_parquet: '.parquet',
};

const write = (kind: Kind, config: Readonly<Record<string, unknown>>, query: string) =>
  folderOfQuery(lab, kinds[kind], config, query);

/** Reads a folder as anybody would, with the columns of its sub-folders as text. */
const read = async (
  { path }: WrittenFolder,
  kind: Kind,
  columns: string,
): Promise<readonly (readonly Cell[])[]> => {
  const call: Sql = keyword(`read_${kind.slice(6)}`);
  const files = literal(`${path}/**/*${endings[kind]}`);
  const { rows } = await lab.query(
    sql`select ${keyword(columns)} from ${call}(${files}, hive_partitioning = true, hive_types_autocast = false) order by all`,
  );
  return rows;
};

const codeOf = async (work: Promise<unknown>): Promise<string> => {
  try {
    await work;
    return 'written';
  } catch (thrown) {
    return thrown instanceof Error ? thrown.message : String(thrown);
  }
};

const odd = [
  'a/b',
  'a=b',
  '50%',
  'größe ß',
  '数据',
  '',
  ' ',
  '.',
  '..',
  '*',
  '[x]',
  '{y}',
  'q"\'`',
  'line\nend',
  'tab\t',
  'back\\slash',
  '-',
  '0042',
  'A',
  'a',
  '🙂',
  'x'.repeat(250),
];

const oddRows = `select n, p from (values ${odd
  .map((text, index) => `(${index}, ${literal(text).text})`)
  .join(', ')}, (${odd.length}, null)) t(n, p)`;

describe.each(every)('%s with partitions', (kind) => {
  test('writes values of any text, and readers of partitions find them again', async () => {
    const written = await write(kind, { partition_by: ['p'] }, oddRows);
    expect(written.names).toHaveLength(odd.length + 1);
    const found = (await read(written, kind, 'n::int, p')).map(([n, p]) => [n, p]);
    expect(found).toEqual([...odd.map((text, index) => [index, text]), [odd.length, null]]);
  });

  test('names folders by column and value, outermost first, and files without these columns', async () => {
    const rows = "select 'x' as p, date '2020-01-02' as \"a/b\", 1 as n union all select null, null, 2";
    const { names, path } = await write(kind, { partition_by: ['p', 'a/b'] }, rows);
    expect(names).toEqual([
      `p=__HIVE_DEFAULT_PARTITION__/a%2Fb=__HIVE_DEFAULT_PARTITION__/part-0${endings[kind]}`,
      `p=x/a%2Fb=2020-01-02/part-0${endings[kind]}`,
    ]);
    if (kind === 'write_csv') expect(await readFile(join(path, names[1] ?? ''), 'utf8')).toBe('n\n1\n');
    if (kind === 'write_json') expect(await readFile(join(path, names[1] ?? ''), 'utf8')).toBe('{"n":1}\n');
  });

  test('keeps the columns in the files where that is asked for', async () => {
    const config = { partition_by: ['p', 'q'], keep_partition_columns: true };
    const { path, names, readBack } = await write(kind, config, "select 'x' as p, 1 as q");
    expect(names).toHaveLength(1);
    expect(readBack.values.map((row) => row.map(String))).toEqual([['x', '1']]);
    if (kind === 'write_csv') expect(await readFile(join(path, names[0] ?? ''), 'utf8')).toBe('p,q\nx,1\n');
    if (kind === 'write_json')
      expect(await readFile(join(path, names[0] ?? ''), 'utf8')).toBe('{"p":"x","q":1}\n');
  });

  test('counts the rows of each file back, and samples them with all columns', async () => {
    const rows = "select 'x' as p, range as n from range(3) union all select null, 7";
    const { readBack } = await write(kind, { partition_by: ['p'] }, rows);
    expect(readBack.rows).toEqual([1, 3]);
    expect(readBack.schema.map(({ name }) => name)).toEqual(['p', 'n']);
    expect(readBack.values.map((row) => row.map((cell) => cell && String(cell)))).toContainEqual([null, '7']);
    expect(readBack.values).toHaveLength(4);
  });

  test('of no rows writes no file', async () => {
    expect((await write(kind, { partition_by: ['p'] }, 'select 1 as p, 2 as n where false')).names).toEqual(
      [],
    );
  });

  test('puts up with columns that are called like those it makes for itself', async () => {
    const rows = 'select 1 as "all rows", 2 as place, 3 as "row", 4 as file, 5 as n, 6 as complaint';
    const config = { partition_by: ['all rows', 'row', 'complaint'] };
    const { names, readBack } = await write(kind, config, rows);
    expect(names).toEqual([`all%20rows=1/row=3/complaint=6/part-0${endings[kind]}`]);
    expect(readBack.values.map((row) => row.map(String))).toEqual([['1', '2', '3', '4', '5', '6']]);
  });

  test('writes one file for each of many partitions', async () => {
    const rows = 'select hash(range) % 700 as p, range as n from range(20000)';
    const { names, readBack } = await write(kind, { partition_by: ['p'] }, rows);
    expect(new Set(names.map((name) => name.split('/')[0])).size).toBe(700);
    expect(names.length).toBeLessThan(720);
    expect(readBack.rows.reduce((sum, each) => sum + each, 0)).toBe(20_000);
  });
});

describe('rows that have an order keep it', () => {
  const rows = 'select range % 5 as p, 300000 - range as n, md5(range::varchar) as t from range(300000)';
  const order = [{ column: 'n', direction: 'asc', nulls: 'last' }] as const;

  const inOrder = async ({ path, names }: WrittenFolder): Promise<readonly boolean[]> => {
    const checked = names.map(async (name) => {
      const file = literal(join(path, name));
      const { rows: found } = await lab.query(
        sql`select bool_and(ok) from (select n > coalesce(lag(n) over (order by file_row_number), 0) as ok from read_parquet(${file}, file_row_number = true, hive_partitioning = false))`,
      );
      return found[0]?.[0] === true;
    });
    return Promise.all(checked);
  };

  test('inside each partition, which is one file', async () => {
    const written = await folderOfQuery(lab, writeParquet, { partition_by: ['p'] }, rows, order);
    expect(written.names).toHaveLength(5);
    expect(await inOrder(written)).toEqual([true, true, true, true, true]);
  });

  test('inside each file of a size, and from file to file', async () => {
    const sorted = `${rows} order by n`;
    const written = await folderOfQuery(
      lab,
      writeParquet,
      { file_size: '1MB', row_group_rows: 8192 },
      sorted,
      order,
    );
    expect(written.names.length).toBeGreaterThan(3);
    expect(new Set(await inOrder(written))).toEqual(new Set([true]));
    const { rows: ends } = await lab.query(
      sql`select min(n), max(n) from read_parquet(${literal(`${written.path}/*.parquet`)}, filename = true) group by filename order by regexp_extract(filename, 'part-(\\d+)', 1)::int`,
    );
    const flat = ends.flat().map(Number);
    expect(flat).toEqual(flat.toSorted((a, b) => a - b));
  });
});

describe('a run stops before it writes', () => {
  test.each(['__HIVE_DEFAULT_PARTITION__', 'NULL', 'null', 'Null'])(
    'a text that is read as a null: %s',
    async (text) => {
      const work = write('write_csv', { partition_by: ['p'] }, `select 1 as n, ${literal(text).text} as p`);
      expect(await codeOf(work)).toContain(`[MR4015] column "p" has the text "${text}"`);
    },
  );

  test('a text that is too long for a name, by its bytes', async () => {
    const work = (length: number) =>
      write('write_csv', { partition_by: ['p'] }, `select 1 as n, repeat('é', ${length}) as p`);
    expect(await codeOf(work(42))).toBe('written');
    expect(await codeOf(work(43))).toContain('too long for the name of a folder');
  });

  test('more partitions than are allowed, and says how many there are', async () => {
    const work = (most: number) =>
      write(
        'write_csv',
        { partition_by: ['p'], max_partitions: most },
        'select range as p, 1 as n from range(21)',
      );
    expect(await codeOf(work(21))).toBe('written');
    expect(await codeOf(work(20))).toContain(
      '[MR4016] the rows fall into 21 partitions, and at most 20 are allowed',
    );
    const many = 'select range as p, 1 as n from range(10001)';
    expect(await codeOf(write('write_parquet', { partition_by: ['p'] }, many))).toContain('[MR4016]');
  });
});

test('every type that may name a folder does, and comes back as it was', async () => {
  const types = {
    b: 'true',
    i: '-42::bigint',
    h: '170141183460469231731687303715884105727::hugeint',
    d: '1.50::decimal(5,2)',
    f: "'nan'::double",
    day: "date '2001-02-03'",
    ts: "timestamp '2001-02-03 04:05:06.789'",
    tz: "timestamptz '2001-02-03 04:05:06+00'",
    tt: "time '04:05:06'",
    e: "'x y'::enum('x y', 'z')",
    u: "'00000000-0000-0000-0000-000000000001'::uuid",
  };
  const list = Object.entries(types).map(([name, value]) => `${value} as ${name}`);
  const config = { partition_by: Object.keys(types) };
  const written = await write('write_parquet', config, `select 1 as n, ${list.join(', ')}`);
  const text = Object.keys(types).join(', ');
  const [found] = await read(written, 'write_parquet', text);
  const values = Object.keys(types).map((name) => sql`${keyword(name)}::varchar`);
  const { rows } = await lab.query(
    sql`select ${keyword(values.map((value) => value.text).join(', '))} from (select ${keyword(list.join(', '))})`,
  );
  expect(found).toEqual(rows[0]);
});

describe('JSON is written in partitions as it is in one file', () => {
  const columns = `timestamp '2001-02-03 04:05:06.789' as ts, 1.50::decimal(5,2) as d, null::varchar as nothing,
    {'a': [1, null], 'b "q"': 'x'} as s, map {'k': 1} as m, 'line' || chr(10) || '"end"\\' as t, blob '\\xAA' as bl,
    interval 2 days as i, 'nan'::double as f, 9007199254740993 as big`;

  const textOf = async ({ path, names }: WrittenFolder) =>
    (await Promise.all(names.map((name) => readFile(join(path, name), 'utf8')))).join('');

  test.each([{}, { format: 'array' }] as const)('%j', async (config) => {
    const parts = await write('write_json', { ...config, partition_by: ['p'] }, `select 1 as p, ${columns}`);
    const whole = await write('write_json', { ...config, file_size: '1GB' }, `select ${columns}`);
    expect(await textOf(parts)).toBe(await textOf(whole));
  });

  test('packed, with the names that say so', async () => {
    const config = { partition_by: ['p'], compression: 'gzip' };
    const { path, names } = await write('write_json', config, 'select 1 as p, 2 as n');
    expect(names).toEqual(['p=1/part-0.ndjson.gz']);
    expect(gunzipSync(await readFile(join(path, names[0] ?? ''))).toString()).toBe('{"n":2}\n');
  });
});

test('CSV in partitions has the dialect that is asked for', async () => {
  const config = { partition_by: ['p'], delimiter: ';', header: false, null_value: 'NA', quote_all: true };
  const { path, names } = await write('write_csv', config, "select 1 as p, 'a;b' as t, null as n");
  expect(await readFile(join(path, names[0] ?? ''), 'utf8')).toBe('"a;b";NA\n');
});

describe.each(every)('%s with a size of files', (kind) => {
  test('writes several, in which no row is lost', async () => {
    const rows = 'select range as n, md5(range::varchar) as t from range(200000)';
    const { names, readBack } = await write(kind, { file_size: '1MB' }, rows);
    expect(names.length).toBeGreaterThan(1);
    expect(readBack.rows.reduce((sum, each) => sum + each, 0)).toBe(200_000);
  });

  test('writes one file of no rows, with the columns', async () => {
    const { names, readBack } = await write(kind, { file_size: '1MB' }, 'select 1 as n where false');
    expect(names).toEqual([`part-0${endings[kind]}`]);
    expect(readBack.rows).toEqual([0]);
  });
});
