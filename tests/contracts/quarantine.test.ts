import { describe, expect, test } from 'vitest';
import { unbalanced } from '../support/balance.js';
import { millrace } from '../support/cli.js';
import { type Project, project } from '../support/project.js';

const document = `millrace: 1
pipeline: people
resources:
  stores:
    raw: { folder: . }
    out: { folder: ./out }
nodes:
  people:
    use: read_csv
    with: { path: raw://people.csv }
    contract:
      columns:
        email: { type: varchar, class: personal, pattern: ".+@.+" }
        age: { type: integer, max: 120 }
  out:
    use: write_csv
    from: people
    with: { path: out://people.csv }
`;

const people = 'email,age\nann@example.org,30\nbob.example.org,130\ncid@example.org,old\n';

const ran = async (): Promise<Project> => {
  const at = await project({ 'pipeline.yaml': document, 'people.csv': people });
  expect((await millrace(at, ['run', 'pipeline.yaml'])).code).toBe(0);
  return at;
};

describe('millrace quarantine', () => {
  test('has each row that did not pass', async () => {
    const at = await ran();
    const record = JSON.parse((await millrace(at, ['runs', 'latest', '--json'])).out);
    const folder = at.path('.millrace', 'runs', record.runId);
    expect(await unbalanced(record, folder, { people: at.path('people.csv') })).toEqual([]);
  });

  test('counts the rows by rule and column, with examples', async () => {
    const { code, out } = await millrace(await ran(), ['quarantine', 'list']);
    expect(code).toBe(0);
    expect(out).toContain('contract people: 3 rows, 1 passed, 2 in quarantine (66.67 %)');
    expect(out).toMatch(/1 +age +max +at most 120 +'130'/);
    expect(out).toMatch(/1 +age +type +a value of type INTEGER +'old'/);
    expect(out).not.toContain('cid@');
  });

  test('masks what is classified, unless it is to be revealed', async () => {
    const at = await ran();
    const shown = await millrace(at, ['quarantine', 'show', 'latest', 'people']);
    expect(shown.out).toContain('"email":"•••"');
    expect(shown.out).not.toContain('example.org');
    const revealed = await millrace(at, ['quarantine', 'show', '--reveal']);
    expect(revealed.out).toContain('"email":"bob.example.org"');
    const { out } = await millrace(at, ['runs', 'latest']);
    expect(out).toMatch(/Classified values were shown\n {2}\S+ \S+ UTC, millrace quarantine: people\.email/);
  });

  test('masks a column that the contract writes in another case', async () => {
    const at = await project({
      'pipeline.yaml': document.replace('email: {', 'EMAIL: {'),
      'people.csv': people,
    });
    expect((await millrace(at, ['run', 'pipeline.yaml'])).code).toBe(0);
    const { out } = await millrace(at, ['quarantine', 'show']);
    expect(out).toContain('•••');
    expect(out).not.toContain('example.org');
  });

  test('masks what was made from classified columns in the record and the report too', async () => {
    const at = await ran();
    const { out } = await millrace(at, ['runs', 'latest', '--json']);
    expect(out).not.toContain('example.org');
    expect(out).toContain('•••');
    expect((await millrace(at, ['report', 'latest', '-o', '-'])).out).not.toContain('example.org');
  });

  test('gives JSON', async () => {
    const { out } = await millrace(await ran(), ['quarantine', 'show', '--json']);
    const { nodes } = JSON.parse(out) as { nodes: readonly { rows: readonly unknown[] }[] };
    expect(nodes[0]?.rows).toContainEqual({
      row: 2,
      reasons: [{ rule: 'type', column: 'age', message: 'a value of type INTEGER', value: 'old' }],
      goesOn: false,
      isRecord: false,
      file: 'people.csv',
      record: 3,
      original: { email: '•••', age: 'old' },
    });
  });

  test('says so where there is no such node, run or contract', async () => {
    const at = await ran();
    expect((await millrace(at, ['quarantine', 'show', 'latest', 'peple'])).err).toContain(
      'did you mean "people"?',
    );
    expect((await millrace(at, ['quarantine', 'show', 'nothing'])).err).toContain('MR3014');
    expect((await millrace(at, ['quarantine', 'print'])).code).toBe(2);
    await at.write({ 'pipeline.yaml': document.replace(/ {4}contract:[\s\S]*(?= {2}out:)/, '') });
    await millrace(at, ['run', 'pipeline.yaml']);
    expect((await millrace(at, ['quarantine', 'list'])).out).toContain('has no contracts');
  });
});
