import { rename } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { millrace } from '../support/cli.js';
import { query } from '../support/duckdb.js';
import { type Files, type Project, project } from '../support/project.js';

const documentOf = (columns: string): string => `millrace: 1
pipeline: p
resources:
  stores:
    raw: { folder: . }
    out: { folder: ./out }
nodes:
  k:
    use: read_csv
    with: { path: raw://k.csv }
    contract:
      columns: { ${columns} }
  o:
    use: write_parquet
    from: k
    with: { path: out://k/, mode: append }
`;

const ran = async (columns: string, csv: string, files: Files = {}): Promise<Project> => {
  const at = await project({ 'p.yaml': documentOf(columns), 'k.csv': csv, ...files });
  const { code, err } = await millrace(at, ['run', 'p.yaml']);
  expect(code, err).toBe(0);
  return at;
};

const replay = (at: Project, ...words: readonly string[]) => millrace(at, ['quarantine', 'replay', ...words]);

const published = async (at: Project, column: string): Promise<readonly unknown[]> =>
  (await query(`select ${column} from read_parquet('${at.path('out', 'k/*.parquet')}') order by all`)).rows;

describe('a column that is called `csv`', () => {
  const only = 'csv\n1\nx\n';

  test('is a column of rows, which can be replayed', async () => {
    const at = await ran('csv: { type: integer }', only);
    const { code, err } = await replay(at, 'latest', '--where', "csv = 'x'", '--set', "csv='2'");
    expect(code, err).toBe(0);
    expect(await published(at, 'csv')).toEqual([[1], [2]]);
  });

  test('is masked by its own class only', async () => {
    const at = await ran('csv: { type: integer }, name: { class: personal }', 'csv,name\n1,ann\nx,bob\n');
    const { out } = await millrace(at, ['quarantine', 'show']);
    expect(out).toContain('{"csv":"x","name":"•••"}');
  });

  test('is erased by its whole value only', async () => {
    const at = await ran('id: { type: integer }, csv: {}', 'csv,id\n12345,x\n99,y\n1,3\n');
    for (const key of ['csv=23', 'id=9'])
      expect((await millrace(at, ['clean', '--erase', key, '--dry-run'])).err).toContain(
        'would erase 0 rows',
      );
    expect((await millrace(at, ['clean', '--erase', 'csv=99', '--dry-run'])).err).toContain(
      'would erase 1 row ',
    );
  });
});

describe('records that gave no row', () => {
  test('are told from rows by a column of the file, and in JSON', async () => {
    const at = await ran('csv: { type: integer }, b: {}', 'csv,b\n1,2\nx,4\n3\n');
    const { out } = await millrace(at, ['quarantine', 'show', '--json']);
    const { nodes } = JSON.parse(out) as { nodes: { rows: { isRecord: boolean; original: unknown }[] }[] };
    expect(nodes[0]?.rows.map(({ isRecord, original }) => [isRecord, original])).toEqual([
      [false, { csv: 'x', b: '4' }],
      [true, { csv: '3' }],
    ]);
  });

  test('are told in files of earlier versions, which do not say it', async () => {
    const at = await ran('a: { type: integer }, b: {}', 'a,b\n1,2\nx,4\n3\n');
    const name = Object.keys(await at.bytes('.millrace')).find((path) => path.endsWith('k.parquet')) ?? '';
    const file = at.path('.millrace', name);
    await query(
      `copy (select * exclude (is_record, plain) from read_parquet('${file}')) to '${file}.old' (format parquet)`,
    );
    await rename(`${file}.old`, file);
    expect((await millrace(at, ['clean', '--erase', 'b=3', '--dry-run'])).err).toContain(
      'would erase 1 row ',
    );
    expect((await replay(at, 'latest', '--set', 'a=5')).err).toContain('1 record that gave no row');
    expect((await millrace(at, ['clean', '--erase', 'a=x'])).err).toContain('erased 1 row ');
  });

  test('are masked as a whole where any column is classified', async () => {
    const at = await ran('a: { class: personal }, b: {}', 'a,b\n1,2\nsecret\n');
    const { out } = await millrace(at, ['quarantine', 'show']);
    expect(out).toContain('{"csv":"•••"}');
    expect(out).not.toContain('secret');
  });

  test.each([[[]], [['--where', "a = '3'"]], [['--set', 'b=1']]])(
    'cannot be replayed where there is nothing else, with %j',
    async (words) => {
      const at = await ran('a: { type: integer }', 'a,b\n1,2\n5,6\n7,8\n9,9\n3\n4\n');
      const { code, err } = await replay(at, 'latest', ...words);
      expect(code).toBe(2);
      expect(err).toContain('all that "k" has in quarantine is 2 records that gave no row');
      expect(err).toContain('Mend the file that they are in and run the pipeline again');
    },
  );

  test('are told of where rows beside them are replayed', async () => {
    const at = await ran('a: { type: integer }', 'a,b\n1,2\n3\nx,4\n');
    const { code, err } = await replay(at, 'latest', '--set', 'a=5');
    expect(code, err).toBe(0);
    expect(err).toContain('replays 1 row of "k"');
    expect(err).toContain('1 record that gave no row cannot be replayed. Mend the file');
    expect(await published(at, 'a')).toEqual([[1], [5]]);
  });
});
