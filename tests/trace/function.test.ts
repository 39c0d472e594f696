import { expect, test } from 'vitest';
import { millrace } from '../support/cli.js';
import { project } from '../support/project.js';

const document = `millrace: 1
pipeline: roots
resources:
  stores:
    raw: { folder: . }
    out: { folder: ./out }
nodes:
  rows:
    use: read_csv
    with: { path: raw://rows.csv }
  made:
    use: code
    from: rows
    with: { module: ./made.js }
    contract: { columns: { id: { required: true } } }
  out: { use: write_csv, from: made, with: { path: out://made.csv } }
  bad: { use: write_csv, from: made.quarantined, with: { path: out://bad.csv } }
`;

const module = `import { defineTransform } from 'millrace/kit';
export default defineTransform({
  reads: { n: 'bigint' }, writes: { root: 'double' },
  map: ({ n }) => ({ root: Array.from(n.values, (v) => { if (v < 0n) throw new RangeError('no root of ' + v); return Math.sqrt(Number(v)); }) }),
});`;

const at = () =>
  project({ 'pipeline.yaml': document, 'made.js': module, 'rows.csv': 'id,n\n1,4\n2,-9\n3,16\n' });

interface Node {
  readonly name: string;
  readonly rows: number;
  readonly values: readonly (readonly unknown[])[];
  readonly records?: readonly { readonly file: string; readonly record: number }[];
}

const traced = async (...words: readonly string[]): Promise<readonly Node[]> => {
  const { code, out, err } = await millrace(await at(), ['trace', 'pipeline.yaml', ...words, '--json']);
  expect(code, err).toBe(0);
  return (JSON.parse(out) as { readonly nodes: readonly Node[] }).nodes;
};

test('a row that a function made is followed up to its record', async () => {
  const nodes = await traced('--node', 'out', '--where', 'root = 4');
  expect(nodes.map(({ name, rows }) => [name, rows])).toEqual([
    ['out', 1],
    ['made', 1],
    ['made.as read', 1],
    ['rows', 1],
  ]);
  expect(nodes.at(-1)?.records).toEqual([{ file: 'rows.csv', record: 3 }]);
});

test('a row for which it threw is followed from quarantine, with what was thrown', async () => {
  const nodes = await traced('--node', 'bad', '--where', "original->>'$.id' = '2'");
  expect(JSON.stringify(nodes[0]?.values)).toContain('RangeError: no root of -9 (made.js:4:');
  expect(nodes.at(-1)?.records).toEqual([{ file: 'rows.csv', record: 2 }]);
});

test('and down to where the contract took it', async () => {
  const { out } = await millrace(await at(), [
    'trace',
    'pipeline.yaml',
    '--node',
    'rows',
    '--where',
    'n < 0',
    '--to',
    'out',
  ]);
  expect(out).toContain('taken to quarantine by rule code of error');
});

test('without a contract a function that throws ends a trace as it ends a run, with the same words', async () => {
  const open = await at();
  await open.write({
    'pipeline.yaml': document
      .replace('    contract: { columns: { id: { required: true } } }\n', '')
      .replace(/ {2}bad: .*\n/, ''),
  });
  const problem = (text: string): string => /error\[MR5003\].*?goes on\./s.exec(text)?.[0] ?? '';
  const ran = problem((await millrace(open, ['run', 'pipeline.yaml'])).err);
  expect(ran).toContain('the function of "made" threw for 1 row\n');
  expect(ran).toContain('RangeError: no root of -9 (made.js:4:');
  for (const words of [
    ['--node', 'out'],
    ['--node', 'rows', '--to', 'out'],
  ]) {
    const { code, err } = await millrace(open, ['trace', 'pipeline.yaml', ...words, '--where', 'id = 2']);
    expect([code, problem(err)]).toEqual([1, ran]);
  }
});
