import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { wire } from '../../src/app/wire.js';
import { millrace } from '../support/cli.js';
import { type Project, project } from '../support/project.js';
import { documentOf, drawn, nodeOf, reasons, records, trace } from './trace.js';

const flights = (): Promise<Project> =>
  project({
    'pipeline.yaml': documentOf(`  flights:
    use: read_csv
    with: { path: "data://flights-*.csv*", header: 1 }
    contract:
      columns:
        delay: { type: integer, min: -120, max: 2000 }
        origin: { type: varchar, required: true }
        mail: { type: varchar, class: personal }
  airports: { use: read_csv, with: { path: data://airports.csv } }
  late: { use: filter, from: flights, with: { where: delay > 15 } }
  named: { use: join, from: { f: late, a: airports }, with: { keys: { origin: iata }, columns: [f.*, a.city] } }
  by_city: { use: aggregate, from: named, with: { by: [city], measures: { flights: count(*), worst: max(delay) } } }
  bad: { use: filter, from: flights.quarantined, with: { where: true } }
  out: { use: write_csv, from: by_city, with: { path: out://by-city.csv } }
  rest: { use: write_json, from: bad, with: { path: out://bad.json } }
`),
    'data/flights-1.csv':
      'delay,origin,mail\n20,SAN,ann@example.org\n3,SAN,bob@example.org\n-500,SAN,cid@example.org\n',
    'data/flights-2.csv.gz': gzipSync(
      'delay,origin,mail\nlate,SAN,dan@example.org\n40,SAN,eva@example.org\n90,XYZ,fay@example.org\n',
    ),
    'data/airports.csv': 'iata,city\nSAN,San Diego\nJFK,New York\n',
  });

describe('through a contract, two files and a chain of nodes', () => {
  test('back to the records', async () => {
    const traced = await trace(await flights(), '--node', 'by_city', '--where', "city = 'San Diego'");
    expect(records(traced, 'flights.as read')).toEqual(['flights-1.csv:1', 'flights-2.csv.gz:2']);
    expect(records(traced, 'airports')).toEqual(['airports.csv:1']);
    expect(traced.nodes.map(({ node, kind, rows }) => [node, kind, rows])).toEqual([
      ['by_city', 'aggregate', 1],
      ['named', 'join', 2],
      ['late', 'filter', 2],
      ['flights', 'contract', 2],
      ['flights', 'types', 2],
      ['airports', 'read_csv', 1],
      ['flights', 'read_csv', 2],
    ]);
  });

  test('down to where each row is gone', async () => {
    const at = await flights();
    const all = await trace(at, '--node', 'flights', '--where', 'true', '--to', 'by_city');
    expect(all.rows).toBe(6);
    expect(reasons(all, 'flights')).toEqual([
      '1 taken to quarantine by rule min of delay (at least -120)',
      '1 taken to quarantine by rule type of delay (a value of type INTEGER)',
    ]);
    expect(reasons(all, 'late')).toEqual(['1 filtered by `delay > 15`']);
    expect(nodeOf(all, 'late').inputs[0]?.left?.[0]?.values).toEqual([[3]]);
    expect(reasons(all, 'named')).toEqual(['1 no partner in "a"']);
    expect(nodeOf(all, 'named').inputs[0]?.left?.[0]?.values).toEqual([['XYZ']]);
    expect(nodeOf(all, 'by_city').inputs[0]).toMatchObject({
      arrived: 2,
      how: 'merged into 1 row',
      left: [],
    });
  });

  test('of a row in quarantine', async () => {
    const traced = await trace(await flights(), '--node', 'flights.quarantined', '--where', 'record = 3');
    expect(records(traced, 'flights.as read')).toEqual(['flights-1.csv:3']);
    const read = await trace(await flights(), '--node', 'bad', '--where', "reasons[1].rule = 'type'");
    expect(records(read, 'flights.as read')).toEqual(['flights-2.csv.gz:1']);
  });

  test('where no row fits, tells which nodes have such rows', async () => {
    const at = await flights();
    const { code, out } = await millrace(at, [
      'trace',
      'pipeline.yaml',
      '--node',
      'named',
      '--where',
      'delay < 10',
    ]);
    expect(code).toBe(0);
    expect(out).toBe(`no row of named where delay < 10
on the way to it:
  airports: the condition does not fit its columns
  flights before its contract: 2 rows
  flights: 1 row, gone at "late"
  late: 0 rows
see what becomes of them with: --node flights --to named
`);
    const traced = await trace(at, '--node', 'late', '--where', 'delay < -100');
    expect(traced).toMatchObject({
      rows: 0,
      nodes: [],
      upstream: [
        { node: 'flights', isBeforeContract: true, rows: 1, goneAt: ['flights'] },
        { node: 'flights', rows: 0 },
        { node: 'late', rows: 0 },
      ],
    });
  });

  test('masks what is classified, also where it is read, unless it is to be shown', async () => {
    const at = await flights();
    expect((await millrace(at, ['run', 'pipeline.yaml'])).code).toBe(0);
    const words = ['--node', 'late', '--where', 'delay = 20'];
    const text = await drawn(at, ...words);
    expect(text).not.toContain('ann@');
    expect(text).toContain('•••');
    const values = async (...more: readonly string[]) =>
      (await trace(at, ...words, ...more)).nodes.map(
        ({ columns, values: [row] }) => row?.[columns.findIndex(({ name }) => name === 'mail')],
      );
    expect(await values()).toEqual(['•••', '•••', '•••', '•••']);
    expect(await values('--reveal')).toEqual(Array.from({ length: 4 }, () => 'ann@example.org'));
    const store = wire({ cwd: at.folder }).createRunStore(at.path('.millrace'));
    const [last] = await store.list();
    const { reveals = [] } = await store.read(last?.runId ?? '');
    expect(reveals).toMatchObject([{ by: 'millrace trace', columns: ['late.mail', 'flights.mail'] }]);
  });

  test('shows no classified value in an error either', async () => {
    const words = ['trace', 'pipeline.yaml', '--node', 'late', '--where', 'mail::integer = 1'];
    const { code, out, err } = await millrace(await flights(), words);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toContain('error[MR4008]');
    expect(err).not.toContain('example.org');
    expect((await millrace(await flights(), [...words, '--reveal'])).err).toContain('example.org');
  });

  test('leaves nothing behind', async () => {
    const at = await flights();
    const before = await at.bytes('.');
    await trace(at, '--node', 'by_city', '--where', 'true');
    await trace(at, '--node', 'flights', '--where', 'true', '--to', 'by_city');
    expect(await at.bytes('.')).toEqual(before);
  });
});

test('a value that is left out is no reason for its row to be gone', async () => {
  const at = await project({
    'pipeline.yaml': documentOf(`  rows:
    use: read_csv
    with: { path: data://rows.csv }
    contract: { columns: { n: { type: integer, max: 5, invalid_values: quarantine_value } } }
  out: { use: write_csv, from: rows, with: { path: out://rows.csv } }
`),
    'data/rows.csv': 'id,n\n1,3\n2,9\n',
  });
  expect(records(await trace(at, '--node', 'rows', '--where', 'n is null'), 'rows.as read')).toEqual([
    'rows.csv:2',
  ]);
});

test('a contract on a transform tells its own rows from those before it', async () => {
  const at = await project({
    'pipeline.yaml': documentOf(`  rows: { use: read_csv, with: { path: data://rows.csv } }
  twice:
    use: derive
    from: rows
    with: { columns: { n: n * 2 } }
    contract: { columns: { n: { max: 10, unique: true } } }
  out: { use: write_csv, from: twice, with: { path: out://rows.csv } }
`),
    'data/rows.csv': 'id,n\n1,3\n2,9\n3,4\n4,4\n',
  });
  const traced = await trace(at, '--node', 'rows', '--where', 'true', '--to', 'out');
  expect(reasons(traced, 'twice')).toEqual([
    '2 taken to quarantine by rule unique of n (a value that stands once)',
    '1 taken to quarantine by rule max of n (at most 10)',
  ]);
  expect(records(await trace(at, '--node', 'twice', '--where', 'n = 6'), 'rows')).toEqual(['rows.csv:1']);
});
