import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { millrace } from '../support/cli.js';
import { type Project, project } from '../support/project.js';

const data = join(import.meta.dirname, '../../node_modules/vega-datasets/data');

const documentOf = (use: string, path: string): string => `# Kept as it is.
millrace: 1
pipeline: suggested
resources:
  stores:
    raw: { folder: ${data} }   # the data
    out: { folder: ./out }
nodes:
  rows:
    use: ${use}
    with:
      path: raw://${path}   # and this comment


  out:
    use: write_parquet
    from: rows
    with: { path: out://rows.parquet }
`;

const suggest = (at: Project, node: string) =>
  millrace(at, ['validate', 'pipeline.yaml', '--suggest-contract', node]);

describe('validate --suggest-contract', () => {
  test.each([
    ['read_csv', 'birdstrikes.csv'],
    ['read_csv', 'seattle-weather.csv'],
    ['read_csv', 'airports.csv'],
    ['read_json', 'movies.json'],
    ['read_json', 'penguins.json'],
    ['read_parquet', 'flights-3m.parquet'],
  ])('%s of %s: every row keeps what is written, and the rest of the document stays', async (use, file) => {
    const before = documentOf(use, file);
    const at = await project({ 'pipeline.yaml': before });
    const { code, err } = await suggest(at, 'rows');
    expect(code, err).toBe(0);
    const after = await at.read('pipeline.yaml');
    const [head = '', tail = ''] = before.split('   # and this comment');
    expect(after.startsWith(`${head}   # and this comment\n    contract:\n      columns:\n`)).toBe(true);
    expect(after.endsWith(tail)).toBe(true);
    const ran = await millrace(at, ['run', 'pipeline.yaml']);
    expect(ran.code, ran.err).toBe(0);
    expect(ran.err).toMatch(/contract rows: ([\d,]+) rows, \1 passed, 0 in quarantine/);
  });

  test('is printed where it cannot be written', async () => {
    const text = documentOf('read_csv', 'birdstrikes.csv').replace(
      /rows:\n[\s\S]*?\n\n\n/,
      'rows: { use: read_csv, with: { path: raw://birdstrikes.csv } }\n',
    );
    const at = await project({ 'pipeline.yaml': text });
    const { out, err } = await suggest(at, 'rows');
    expect(out).toContain('contract:\n  columns:\n');
    expect(err).toContain('not written');
    expect(await at.read('pipeline.yaml')).toBe(text);
  });

  test.each([
    ['row', 'there is no node "row"'],
    ['out', 'does not read'],
  ])('refuses the node %s', async (node, message) => {
    const at = await project({ 'pipeline.yaml': documentOf('read_csv', 'birdstrikes.csv') });
    const { code, err } = await suggest(at, node);
    expect(code).toBe(2);
    expect(err).toContain(message);
  });

  test('refuses a node that has one', async () => {
    const at = await project({ 'pipeline.yaml': documentOf('read_csv', 'seattle-weather.csv') });
    await suggest(at, 'rows');
    expect((await suggest(at, 'rows')).err).toContain('has a contract');
  });
});
