import { writeFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { runPipeline } from '../../src/app/index.js';
import { wire } from '../../src/app/wire.js';
import { query, writeRows } from '../support/duckdb.js';
import { type Files, type Project, project } from '../support/project.js';

/** Small partitions, so that each source is more than one. */
const sharing = { partition: 20_000, rows: 4000, buckets: 7 };

/** What the function gives, in SQL. */
const SQL = 'upper(key) || n % 7 as made';
const MODULE = `import { defineTransform } from 'millrace/kit';
export default defineTransform({
  reads: { key: 'varchar', n: 'bigint' }, writes: { made: 'varchar' },
  map: ({ key, n }, rows) => ({
    made: Array.from({ length: rows }, (_, row) =>
      key.isNull(row) || n.isNull(row) ? null : key.values[row].toUpperCase() + (n.values[row] % 7n)),
  }),
});
`;

const rowsFrom = (first: number, count: number): string =>
  `select i as id, case when i % 11 = 0 then null when i % 3 = 0 then 'giant' else 'k' || i % 997 end as key, (i * 7919 % 1009)::bigint as n from range(${first}, ${first + count}) t(i)`;

const csvOf = async (first: number, count: number): Promise<string> => {
  const { rows } = await query(rowsFrom(first, count));
  return `id,key,n\n${rows.map((row) => row.map((cell) => cell ?? '').join(',')).join('\n')}\n`;
};

/** Keys in quotes, with what would end a field or a record outside of them. */
const quotedCsv = (count: number, end: string): string => {
  const keys = ['"a, b"', `"two${end}lines"`, '"say ""no"""', 'grün', '"😀, ""x"""', ''];
  const rows = Array.from(
    { length: count },
    (_, at) => `${at},${keys[at % keys.length]},${(at * 7919) % 1009}`,
  );
  return ['id,key,n', ...rows, ''].join(end);
};

const csvFiles = async (): Promise<Files> => ({
  'raw/a.csv': await csvOf(0, 3000),
  'raw/b.csv': await csvOf(3000, 1),
  'raw/c.csv': await csvOf(3001, 2500),
});

const nodesWith = (above: string, end: string): string =>
  `
  made:
    use: code
    from: ${end}
    with: { module: ./made.ts }
  by_sql:
    use: derive
    from: ${end}
    with: { columns: { made: "${SQL.replace(' as made', '')}" } }
  out: { use: write_parquet, from: made, with: { path: out://made.parquet } }
  other: { use: write_parquet, from: by_sql, with: { path: out://sql.parquet } }
`.replace(/^/, above);

interface Case {
  readonly nodes: string;
  readonly end: string;
  readonly by?: 'reading' | 'exchange';
  readonly files?: () => Promise<Files>;
  readonly prepare?: (at: Project) => Promise<void>;
}

/** The same rows twice, so that neither node makes the other one's input kept. */
const documentOf = ({ nodes, end }: Case): string => {
  const twice = nodes + nodes.replaceAll(/\b(rows|more|small|kept|next|joined)\b(?!:\/\/)/g, '$1_again');
  return `millrace: 1
pipeline: read
resources:
  stores: { raw: { folder: ./raw }, out: { folder: ./out } }
nodes:${twice}${nodesWith('', end).replace(/(by_sql:\n {4}use: derive\n {4}from: )(\w+)/, '$1$2_again')}`;
};

const parquet =
  (name: string, first: number, count: number) =>
  async (at: Project): Promise<void> =>
    writeRows(at.path(`raw/${name}`), rowsFrom(first, count), 'format parquet, row_group_size 2048');

const reads = (path: string, kind = 'read_csv', more = ''): string => `
  rows:
    use: ${kind}
    with: { path: "raw://${path}"${more} }`;

const cases: Readonly<Record<string, Case>> = {
  'several CSV files': { nodes: reads('*.csv'), end: 'rows', by: 'reading', files: csvFiles },
  'a gzip beside': {
    nodes: reads('*.csv*'),
    end: 'rows',
    by: 'reading',
    files: csvFiles,
    prepare: async (at) => writeFile(at.path('raw/d.csv.gz'), gzipSync(await csvOf(9000, 1200))),
  },
  'NDJSON in two files': {
    nodes: reads('*.ndjson', 'read_json'),
    end: 'rows',
    by: 'reading',
    prepare: async (at) => {
      await writeRows(at.path('raw/a.ndjson'), rowsFrom(0, 2000), 'format json');
      await writeRows(at.path('raw/b.ndjson'), rowsFrom(2000, 2100), 'format json');
    },
  },
  'slices of CSV with line ends in quotes and letters of several bytes': {
    nodes: reads('*.csv', 'read_csv', ', types: { key: varchar, n: bigint }'),
    end: 'rows',
    by: 'reading',
    files: async () => ({ 'raw/a.csv': quotedCsv(8000, '\n'), 'raw/b.csv': quotedCsv(3000, '\r\n') }),
  },
  'slices of NDJSON': {
    nodes: reads('*.ndjson', 'read_json'),
    end: 'rows',
    by: 'reading',
    prepare: (at) => writeRows(at.path('raw/a.ndjson'), rowsFrom(0, 20_000), 'format json'),
  },
  'row groups of Parquet, small files beside': {
    nodes: reads('*.parquet', 'read_parquet'),
    end: 'rows',
    by: 'reading',
    prepare: async (at) => {
      await parquet('a.parquet', 0, 30_000)(at);
      await parquet('b.parquet', 30_000, 10)(at);
      await parquet('c.parquet', 30_010, 0)(at);
    },
  },
  'rows of Parquet with their numbers': {
    nodes: reads('*.parquet', 'read_parquet', ', row_origin: true'),
    end: 'rows',
    by: 'reading',
    prepare: parquet('a.parquet', 0, 30_000),
  },
  'nodes that go row by row, and a parameter': {
    nodes: `${reads('a.parquet', 'read_parquet')}
  kept: { use: filter, from: rows, with: { where: "n % 2 = 0 and id < 20000" } }
  next: { use: derive, from: kept, with: { columns: { ran: $run_id, double: n * 2 } } }`,
    end: 'next',
    by: 'reading',
    prepare: parquet('a.parquet', 0, 30_000),
  },
  'a union of two sources': {
    nodes: `${reads('*.csv')}
  more: { use: read_parquet, with: { path: raw://a.parquet } }
  next: { use: union, from: [rows, more] }`,
    end: 'next',
    by: 'reading',
    files: csvFiles,
    prepare: parquet('a.parquet', 0, 10_000),
  },
  'a join, whose other side is given whole': {
    nodes: `${reads('*.csv')}
  small: { use: read_parquet, with: { path: raw://a.parquet } }
  kept: { use: select, from: small, with: { columns: { id: id, weight: n } } }
  joined: { use: join, from: { rows: rows, kept: kept }, with: { keys: [id], type: left } }`,
    end: 'joined',
    by: 'reading',
    files: csvFiles,
    prepare: parquet('a.parquet', 1000, 3000),
  },
  'a row that is numbered from the begin of a CSV file': {
    nodes: reads('*.csv', 'read_csv', ', row_origin: true'),
    end: 'rows',
    by: 'reading',
    files: csvFiles,
  },
  'what another function made': {
    nodes: `${reads('a.parquet', 'read_parquet')}
  next: { use: code, from: rows, with: { module: ./made.ts } }
  kept: { use: filter, from: next, with: { where: length(made) > 3 } }`,
    end: 'kept',
    by: 'reading',
    prepare: parquet('a.parquet', 0, 30_000),
  },
  'rows that need each other': {
    nodes: `${reads('*.csv')}
  next: { use: distinct, from: rows }`,
    end: 'next',
    by: 'exchange',
    files: csvFiles,
  },
  'rows under a contract': {
    nodes: `${reads('*.csv')}
    contract: { columns: { n: { type: bigint, min: 3 } } }`,
    end: 'rows',
    by: 'exchange',
    files: csvFiles,
  },
};

const made = async (at: Project, threads = 2) => {
  const { record } = await runPipeline(wire({ cwd: at.folder, sharing }), 'pipeline.yaml', { threads });
  expect(record.problems.filter(({ severity }) => severity === 'error')).toEqual([]);
  const shared = record.stages.filter(({ partitions }) => partitions !== undefined);
  const hashes = ['out', 'other'].map(
    (node) => record.outputs.find((output) => output.node === node)?.rowHash?.value,
  );
  return { ways: [...new Set(shared.map(({ partitions }) => partitions?.by))], last: shared.at(-1), hashes };
};

describe('processes are given rows of', () => {
  test.each(Object.entries(cases))('%s', async (_, one) => {
    const at = await project({
      'pipeline.yaml': documentOf(one),
      'made.ts': MODULE,
      'raw/.keep': '',
      ...(await one.files?.()),
    });
    await one.prepare?.(at);
    const { ways, last, hashes } = await made(at);
    expect(ways).toEqual([one.by]);
    expect(last?.partitions?.count).toBeGreaterThan(one.by === 'reading' ? 1 : 0);
    expect(last?.rows).toBeGreaterThan(0);
    expect(hashes[0]).toBe(hashes[1]);
  });

  test('a file with a value that does not fit, which is told as it is without processes', async () => {
    const bad = `${await csvOf(0, 30_000)}30001,k,many\n`;
    const at = await project({
      'pipeline.yaml': documentOf({
        nodes: reads('*.csv', 'read_csv', ', types: { n: bigint }'),
        end: 'rows',
      }),
      'made.ts': MODULE,
      'raw/a.csv': bad,
    });
    const { record } = await runPipeline(wire({ cwd: at.folder, sharing }), 'pipeline.yaml', {});
    const [first] = record.problems;
    expect(first?.code).toBe('MR4004');
    expect(first?.dataFile).toContain('raw/a.csv');
    expect(first?.dataLine).toBe(30_002);
  });
});
