import { describe, expect, test } from 'vitest';
import { plain } from '../../src/base/diagnostics/render.js';
import { drawTrace } from '../../src/cli/commands/trace/draw.js';
import { millrace } from '../support/cli.js';
import { project } from '../support/project.js';
import { documentOf, drawn, trace } from './trace.js';

const at = () =>
  project({
    'pipeline.yaml': documentOf(`  people: { use: read_csv, with: { path: data://people.csv } }
  towns: { use: read_csv, with: { path: data://towns.csv } }
  named: { use: join, from: { p: people, t: towns }, with: { type: left, keys: { town: code } } }
  routed: { use: route, from: named, with: { cases: { old: age >= 60 } } }
  by_town: { use: aggregate, from: routed.unmatched, with: { by: [name], measures: { n: count(*) } } }
  out: { use: write_csv, from: by_town, with: { path: out://out.csv } }
  old: { use: write_csv, from: routed.old, with: { path: out://old.csv } }
`),
    'data/people.csv': 'id,town,age,note\n1,B,30,tall\n2,B,40,short\n3,L,70,\n4,X,50,\n',
    'data/towns.csv': 'code,name\nB,Bonn\nL,Lyon\n',
  });

const refused = async (...words: readonly string[]): Promise<string> => {
  const { code, out, err } = await millrace(await at(), ['trace', 'pipeline.yaml', ...words]);
  expect({ code, out }).toEqual({ code: 2, out: '' });
  return err;
};

describe('what is asked wrongly', () => {
  test('a node that there is not', async () => {
    const err = await refused('--node', 'by_twon', '--where', 'true');
    expect(err).toContain('error[MR6015] there is no node "by_twon" to trace (--node)');
    expect(err).toContain('did you mean "by_town"?');
  });

  test('a node with several outputs', async () => {
    expect(await refused('--node', 'routed', '--where', 'true')).toContain(
      'it has several outputs: routed.old, routed.unmatched',
    );
  });

  test('a condition that does not hold, with its place', async () => {
    const err = await refused('--node', 'by_town', '--where', 'n > 1 and nmae = 3');
    expect(err).toContain(`error[MR2104] unknown column "nmae" in \`--where\` over "by_town"
 --> --where:1:11
  |
1 | n > 1 and nmae = 3
  |           ^^^^ did you mean "name"?`);
    expect(await refused('--node', 'by_town', '--where', 'n >')).toContain('error[MR2101]');
    expect(await refused('--node', 'by_town', '--where', 'n')).toContain('BOOLEAN');
    expect(
      await refused('--node', 'by_town', '--where', "n in (select 1 from read_csv('/etc/passwd'))"),
    ).toMatch(/error\[MR21\d\d\]/);
  });

  test('a way that there is not', async () => {
    expect(await refused('--node', 'by_town', '--where', 'true', '--to', 'people')).toContain(
      'error[MR6016] no rows of "by_town" come to "people"',
    );
    expect(await refused('--node', 'people', '--where', 'true', '--to', 'people')).toContain('MR6016');
  });

  test('options that are missing or no numbers', async () => {
    expect(await refused('--node', 'people')).toContain('error[MR6003]');
    expect(await refused('--node', 'people', '--where', 'true', '--limit', 'x')).toContain('error[MR6004]');
  });
});

test('as a tree', async () => {
  expect(
    await drawn(await at(), '--node', 'by_town', '--where', "name = 'Bonn'"),
  ).toBe(`by_town  aggregate, 1 row
|  name  n
|  Bonn  2
\`- routed.unmatched  route, 2 rows: all rows of the group
   |  name  id  town  age  note
   |  Bonn  1   B     30   tall
   |  Bonn  2   B     40   short
   \`- named  join, 2 rows
      |  age  name  id  town  note
      |  30   Bonn  1   B     tall
      |  40   Bonn  2   B     short
      +- p: people  read_csv, 2 rows
      |     record        town  age  id  note
      |     people.csv:1  B     30   1   tall
      |     people.csv:2  B     40   2   short
      \`- t: towns  read_csv, 1 row: the partners
            record       code  name
            towns.csv:1  B     Bonn
`);
});

test('downwards', async () => {
  expect(
    await drawn(await at(), '--node', 'people', '--where', 'id in (3, 4)', '--to', 'by_town'),
  ).toBe(`people  read_csv, 2 rows
   record        town  age  id  note
   people.csv:3  L     70   3   null
   people.csv:4  X     50   4   null
-> named  join, 2 rows
   from 2 rows of "people"
   age  name  id  town  note
   70   Lyon  3   L     null
   50   null  4   X     null
-> routed.unmatched  route, 1 row
   from 1 of 2 rows of "named"
   1 row a case takes it (age = 70)
   name  id  town  age  note
   null  4   X     50   null
-> by_town  aggregate, 1 row
   from 1 row of "routed.unmatched": merged into 1 row
   name  n
   null  1
`);
});

test.each([80, 100])('within %i columns, with wide values and many of them', async (width) => {
  const columns = Array.from({ length: 30 }, (_, index) => `c${index}`);
  const here = await project({
    'pipeline.yaml':
      documentOf(`  wide: { use: read_csv, with: { path: data://a-file-with-a-rather-long-name-as-some-have.csv } }
  kept: { use: filter, from: wide, with: { where: "c1 is not null and c2 is not null and c3 is not null and c4 is not null" } }
  out: { use: write_csv, from: kept, with: { path: out://out.csv } }
`),
    'data/a-file-with-a-rather-long-name-as-some-have.csv': `${columns.join()}\n${columns.map((name) => `${name} ${'x'.repeat(50)}`).join()}\n`,
  });
  for (const words of [
    ['--node', 'out'],
    ['--node', 'wide', '--to', 'out'],
  ]) {
    const out = drawTrace(await trace(here, '--where', 'true', ...words), {
      width,
      paint: plain,
      isUnicode: true,
    });
    const lines = out.trimEnd().split('\n');
    expect(lines.length).toBeGreaterThan(5);
    expect(lines.filter((line) => line.length > width)).toEqual([]);
    expect(out).toContain('…');
  }
});

test('shows the first rows only, as many as are asked for', async () => {
  const here = await at();
  expect(
    await drawn(here, '--node', 'people', '--where', 'true', '--limit', '1'),
  ).toBe(`people  read_csv, 4 rows
   record        id  town  age  note
   people.csv:1  1   B     30   tall
   and 3 more rows
`);
  expect((await trace(here, '--node', 'people', '--where', 'true', '--limit', '0')).nodes[0]).toMatchObject({
    rows: 4,
    values: [],
  });
});

test('parameters stand in conditions, and nulls and quotes in values', async () => {
  const here = await project({
    'pipeline.yaml': documentOf(`  rows: { use: read_json, with: { path: data://rows.json } }
  kept: { use: filter, from: rows, with: { where: n < $most } }
  out: { use: write_json, from: kept, with: { path: out://out.json } }
`).replace('resources:', 'params:\n  most: { type: integer, default: 5 }\nresources:'),
    'data/rows.json': JSON.stringify([
      { n: 1, "it's": `a "b" 'c'`, constructor: null },
      { n: 2, "it's": null, constructor: 'x' },
      { n: 9, "it's": null, constructor: null },
    ]),
  });
  const traced = await trace(here, '--node', 'kept', '--where', 'n <= $most', '--param', 'most=2');
  expect(traced.nodes.map(({ rows, values }) => [rows, values])).toEqual([
    [1, [[1, `a "b" 'c'`, null]]],
    [1, [[1, `a "b" 'c'`, null]]],
  ]);
  expect(traced.nodes[1]?.records).toEqual([{ file: 'rows.json', record: 1 }]);
});

test('as JSON', async () => {
  const traced = await trace(await at(), '--node', 'named', '--where', 'id = 3');
  const column = (name: string, type: string) => ({ name, type, isMasked: false, matters: true });
  expect(traced).toEqual({
    pipeline: 'traced',
    node: 'named',
    where: 'id = 3',
    rows: 1,
    limit: 5,
    direction: 'back',
    nodes: [
      {
        name: 'named',
        node: 'named',
        kind: 'join',
        rows: 1,
        columns: [
          column('id', 'BIGINT'),
          column('town', 'VARCHAR'),
          column('age', 'BIGINT'),
          column('note', 'VARCHAR'),
          column('name', 'VARCHAR'),
        ],
        values: [[3, 'L', 70, null, 'Lyon']],
        inputs: [
          { node: 'people', port: 'p' },
          { node: 'towns', port: 't', how: 'the partners' },
        ],
      },
      {
        name: 'towns',
        node: 'towns',
        kind: 'read_csv',
        rows: 1,
        columns: [column('code', 'VARCHAR'), column('name', 'VARCHAR')],
        values: [['L', 'Lyon']],
        records: [{ file: 'towns.csv', record: 2 }],
        inputs: [],
      },
      {
        name: 'people',
        node: 'people',
        kind: 'read_csv',
        rows: 1,
        columns: [
          column('id', 'BIGINT'),
          column('town', 'VARCHAR'),
          column('age', 'BIGINT'),
          column('note', 'VARCHAR'),
        ],
        values: [[3, 'L', 70, null]],
        records: [{ file: 'people.csv', record: 3 }],
        inputs: [],
      },
    ],
  });
});

test('records are chosen by their files and numbers too', async () => {
  const words = [
    '--node',
    'people',
    '--where',
    "origin_file = 'people.csv' and origin_row = 2",
    '--to',
    'by_town',
  ];
  const traced = await trace(await at(), ...words);
  expect(traced.nodes[0]).toMatchObject({
    rows: 1,
    records: [{ file: 'people.csv', record: 2 }],
    values: [[2, 'B', 40, 'short']],
  });
});
