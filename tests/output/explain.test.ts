import { describe, expect, it } from 'vitest';
import { millrace } from '../support/cli.js';
import { documentOf } from '../support/document.js';
import { type Files, type Project, project } from '../support/project.js';

const nodes = `  flights:
    use: read_csv
    with: { path: raw://flights.csv }
  airports:
    use: read_csv
    with: { path: raw://airports.csv }
  named:
    use: join
    from: { f: flights, a: airports }
    with: { type: left, keys: { origin: iata }, cardinality: many_to_one }
  late:
    use: filter
    from: named
    with:
      where: delay > 15
  by_city:
    use: aggregate
    from: late
    with:
      by: [city]
      measures:
        flights: count(*)
        mean: avg(hours)
  out:
    use: write_csv
    from: by_city
    with: { path: out://by-city.csv }
  first_two:
    use: limit
    from: late
    with: { rows: 2 }
  two_out:
    use: write_csv
    from: first_two
    with: { path: out://two.csv }
`;

const files: Files = {
  'pipeline.yaml': documentOf(nodes),
  'data/flights.csv': 'origin,delay,hours\nSAN,14,1.5\nLAX,16,2.5\nLAX,40,3.5\n',
  'data/airports.csv': 'iata,city\nSAN,San Diego\nLAX,Los Angeles\n',
};

const explained = async (at: Project, ...words: readonly string[]): Promise<string> => {
  const { code, out, err } = await millrace(at, ['explain', 'pipeline.yaml', ...words]);
  expect(code, err).toBe(0);
  return out;
};

describe('explain', () => {
  it('says where filters went, what joins know, and whether outputs are the same in each run', async () => {
    const out = await explained(await project(files));
    expect(out).toContain('push_filters: "late" comes before "named"');
    expect(out).toContain('named: "late" of unknown size and "airports" of unknown size; the engine chooses');
    expect(out).toContain('out: but for last digits: "avg" adds up floating point in "by_city"');
    expect(out).toContain('two_out: no: it takes rows in no order in "first_two"');
  });

  it('with --analyze shows rows and time of each stage, and publishes nothing', async () => {
    const at = await project(files);
    const out = await explained(at, '--analyze');
    expect(out).toMatch(/s\d {2}by_city \+ out|by_city \+ out/);
    expect(out).toMatch(/1 row in \d+\.\d{3} s, \d+ % of the time/);
    expect(out).toContain('Nothing was published: the stages were run to be measured.');
    expect(Object.keys(await at.bytes('out'))).toEqual([]);
    expect(Object.keys(await at.bytes('.millrace'))).toEqual([]);
  });

  it('with --analyze and as JSON has the figures beside the plan', async () => {
    const out = await explained(await project(files), '--analyze', '--format', 'json');
    const { stages, measured } = JSON.parse(out) as {
      stages: { id: string }[];
      measured: { id: string; rows: number }[];
    };
    expect(measured.map(({ id }) => id).toSorted()).toEqual(stages.map(({ id }) => id).toSorted());
  });

  it('with --analyze says what a run would fail with', async () => {
    const at = await project({ ...files, 'data/airports.csv': 'iata,city\nLAX,Los Angeles\nLAX,Venice\n' });
    const { code, err } = await millrace(at, ['explain', 'pipeline.yaml', '--analyze']);
    expect(code).toBe(1);
    expect(err).toContain('error[MR4012]');
  });
});

describe('the record of a run whose filter was moved', () => {
  it('tells no rows of nodes that changed places, and those of the outputs', async () => {
    const moved = `  rows:
    use: read_csv
    with: { path: raw://flights.csv }
  in_order:
    use: sort
    from: rows
    with: { by: [origin] }
  late:
    use: filter
    from: in_order
    with:
      where: delay > 15
  one:
    use: write_csv
    from: late
    with: { path: out://one.csv }
  two:
    use: write_json
    from: late
    with: { path: out://two.json }
`;
    const at = await project({ ...files, 'pipeline.yaml': documentOf(moved) });
    const { out } = await millrace(at, ['run', 'pipeline.yaml', '--json']);
    const record = JSON.parse(out) as { nodes: { name: string; rows: number | string }[] };
    expect(record.nodes.map(({ name, rows }) => [name, rows])).toEqual([
      ['rows', 'fused'],
      ['in_order', 'fused'],
      ['late', 'fused'],
      ['one', 2],
      ['two', 2],
    ]);
  });
});
