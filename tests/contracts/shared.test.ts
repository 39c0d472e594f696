import { describe, expect, test } from 'vitest';
import { millrace } from '../support/cli.js';
import { type Files, project } from '../support/project.js';

const document = (contract: string): string => `millrace: 1
pipeline: orders
resources:
  stores:
    raw: { folder: . }
    out: { folder: ./out }
nodes:
  orders:
    use: read_csv
    with: { path: raw://orders.csv }
    contract: ${contract}
  out: { use: write_parquet, from: orders, with: { path: out://orders.parquet } }
`;

const shared = `# What shops promise.
columns:
  id: { type: integer, required: true }
  amount: { type: "decimal(10,2)", min: 0.10 }
`;

const files = { 'orders.csv': 'id,amount\n1,5\n2,0.05\nx,3\n' };

const inProject = (contract: string, others: Files = {}) =>
  project({
    ...files,
    'pipelines/orders.yaml': document(contract).replaceAll('folder: .', 'folder: ..'),
    ...others,
  });

const run = (at: Awaited<ReturnType<typeof project>>) => millrace(at, ['run', 'pipelines/orders.yaml']);

describe('a contract in a file of its own', () => {
  test.each([
    ['contracts/orders.yaml', 'pipelines/contracts/orders.yaml'],
    ['../contracts/orders.yaml', 'contracts/orders.yaml'],
  ])('is taken from %s', async (written, name) => {
    const { code, err } = await run(await inProject(written, { [name]: shared }));
    expect(code, err).toBe(0);
    expect(err).toContain('contract orders: 3 rows, 1 passed, 2 in quarantine');
  });

  test('may be JSON', async () => {
    const { err } = await run(
      await inProject('c.json', { 'pipelines/c.json': '{"columns": {"id": {"type": "integer"}}}' }),
    );
    expect(err).toContain('2 passed, 1 in quarantine');
  });

  test('counts for the hash of the document as if it stood in it', async () => {
    const hashOf = async (contract: string, text = shared) => {
      const at = await inProject(contract, { 'pipelines/c.yaml': text });
      await run(at);
      const { out } = await millrace(at, ['runs', 'latest', '--json']);
      return (JSON.parse(out) as { readonly document: { readonly hash: string } }).document.hash;
    };
    const indented = `\n${shared.replaceAll(/^/gm, '      ')}`;
    expect(await hashOf('c.yaml')).toBe(await hashOf(indented));
    expect(await hashOf('c.yaml')).not.toBe(await hashOf('c.yaml', shared.replace('0.10', '0.20')));
  });

  test.each([
    ['an unknown key', shared.replace('min:', 'mn:'), 'contracts/c.yaml:4:36', 'did you mean "min"?'],
    ['a limit that is no number', shared.replace('0.10', 'few'), 'contracts/c.yaml:4:41', "'few'"],
    ['an unknown type', shared.replace('integer', 'integr'), 'contracts/c.yaml:3:15', 'integr'],
    ['text that is no YAML', 'columns: {', 'contracts/c.yaml:1', 'error[MR'],
    ['a list', '- id\n', 'contracts/c.yaml:1:1', 'it must be a mapping'],
  ])('is told of at its place in its file: %s', async (_, text, place, message) => {
    const { code, err } = await run(await inProject('../contracts/c.yaml', { 'contracts/c.yaml': text }));
    expect(code).toBe(2);
    expect(err).toContain(place);
    expect(err).toContain(message);
  });

  test.each([
    ['is not there', 'c.yaml', 'there is no contract "c.yaml"'],
    ['leads out of the project', '../../c.yaml', 'leads out of the folder of the document'],
    ['is absolute', '/etc/passwd.yaml', 'leads out of the folder of the document'],
    ['is of another kind', 'c.txt', 'is no YAML or JSON file'],
  ])('is refused where it %s', async (_, written, message) => {
    const { code, err } = await run(await inProject(written));
    expect(code).toBe(2);
    expect(err).toContain('pipelines/orders.yaml:11:15');
    expect(err).toContain(message);
  });
});
