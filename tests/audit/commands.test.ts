import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { millrace } from '../support/cli.js';
import { type Project, project } from '../support/project.js';

const PROJECT = 'millrace: 1\nproject: shop\naccess: {}\n';

const PIPELINE = `millrace: 1
pipeline: orders
resources:
  stores:
    raw: { folder: ./data }
    out: { folder: ./out }
nodes:
  orders:
    use: read_csv
    with: { path: raw://orders.csv }
    contract:
      columns:
        id: { type: integer }
        mail: { type: email }
        amount: { type: integer, min: 0 }
      invalid_values: quarantine_row
      tolerate: { rows: 10, share: 100% }
  result:
    use: write_csv
    from: orders
    with: { path: out://orders.csv }
`;

const ROWS = 'id,mail,amount\n1,ada@example.com,5\n2,bob@example.com,-7\n3,cleo@example.com,9\n';

const shop = (files: Readonly<Record<string, string>> = {}): Promise<Project> =>
  project({ 'millrace.yaml': PROJECT, 'orders.yaml': PIPELINE, 'data/orders.csv': ROWS, ...files });

const lines = async (at: Project): Promise<readonly string[]> => {
  const folder = at.path('.millrace', 'audit');
  const names = (await readdir(folder)).filter((name) => name.endsWith('.ndjson')).toSorted();
  const texts = await Promise.all(names.map((name) => readFile(`${folder}/${name}`, 'utf8')));
  return texts.join('').split('\n').slice(0, -1);
};

const records = async (at: Project) => (await lines(at)).map((line) => JSON.parse(line));
const actions = async (at: Project) => (await records(at)).map(({ action }) => action);

test('try', async () => {
  const at = await shop();
  console.log(await millrace(at, ['run', 'orders.yaml']));
  console.log(await millrace(at, ['quarantine', 'show', 'latest', '--reveal']));
  console.log(await millrace(at, ['profile', 'orders.yaml', '--reveal']));
  console.log((await millrace(at, ['trace', 'orders.yaml', '--node', 'orders', '--where', 'id = 1'])).err);
  console.log((await millrace(at, ['report', 'latest'])).err);
  console.log((await millrace(at, ['runs', 'latest'])).err);
  console.log((await millrace(at, ['explain', 'orders.yaml', '--analyze'])).err);
  console.log((await millrace(at, ['quarantine', 'replay', 'latest'])).err);
  console.log((await lines(at)).join('\n'));
  console.log(await millrace(at, ['audit', 'verify', '--outputs']));
  console.log(await millrace(at, ['audit', 'export', '--format', 'csv', '--action', 'run.*']));
  const proof = await millrace(at, ['audit', 'prove', '1']);
  await at.write({ 'p.tlog-proof': proof.out });
  console.log(
    proof,
    await millrace(at, [
      'audit',
      'verify',
      '--proof',
      'p.tlog-proof',
      '--key',
      '.millrace/audit/verifier.key',
    ]),
  );
  console.log(
    await millrace(at, [
      'audit',
      'verify',
      '--proof',
      'p.tlog-proof',
      '--key',
      '.millrace/audit/verifier.ke',
    ]),
  );
});
