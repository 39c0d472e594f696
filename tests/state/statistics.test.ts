import { describe, expect, it } from 'vitest';
import { historyOf, wire } from '../../src/app/index.js';
import { millrace } from '../support/cli.js';
import { project } from '../support/project.js';

const document = (where = 'delay > 10'): string => `millrace: 1
pipeline: late
resources:
  stores:
    raw: { folder: . }
    out: { folder: ./out }
nodes:
  flights: { use: read_csv, with: { path: raw://flights.csv } }
  carriers: { use: read_csv, with: { path: raw://carriers.csv } }
  late: { use: filter, from: flights, with: { where: "${where}" } }
  named: { use: join, from: { l: late, c: carriers }, with: { type: inner, keys: { carrier: code } } }
  out: { use: write_parquet, from: named, with: { path: "out://late.parquet" } }
  copy: { use: write_csv, from: late, with: { path: "out://late.csv" } }
`;

const flights = 'id,delay,carrier\n1,5,A\n2,50,B\n3,70,A\n';
const carriers = 'code,name\nA,Alpha\nB,Beta\n';

const prepared = () =>
  project({ 'pipeline.yaml': document(), 'flights.csv': flights, 'carriers.csv': carriers });

const run = ['run', 'pipeline.yaml'];

describe('what a run leaves for the runs after it', () => {
  it('is how each stage went, under the node that it ends with', async () => {
    const at = await prepared();
    const wiring = wire({ cwd: at.folder });
    expect(await historyOf(wiring, { pipeline: 'late', node: 'late' }, 5)).toEqual([]);
    await millrace(at, run);
    await millrace(at, run);
    const late = await historyOf(wiring, { pipeline: 'late', node: 'late' }, 5);
    expect(late).toHaveLength(2);
    expect(late[0]).toMatchObject({ kind: 'filter', rows: 2, bytes: flights.length, outcome: 'succeeded' });
    expect(late[0]?.seconds).toBeGreaterThan(0);
    expect((late[0]?.at ?? '') >= (late[1]?.at ?? '')).toBe(true);
    expect(new Set(late.map(({ runId }) => runId)).size).toBe(2);
    const [out] = await historyOf(wiring, { kind: 'write_parquet' }, 1);
    // The files of both inputs went into it, each once.
    expect(out).toMatchObject({ pipeline: 'late', node: 'out', bytes: flights.length + carriers.length });
    expect(await historyOf(wiring, { kind: 'read_csv' }, 5)).toEqual([]);
  });

  it('says of a stage that failed that it did, and nothing of those after it', async () => {
    const at = await prepared();
    await at.write({ 'pipeline.yaml': document('cast(carrier as integer) > 10') });
    expect((await millrace(at, run)).code).not.toBe(0);
    const wiring = wire({ cwd: at.folder });
    const [late] = await historyOf(wiring, { pipeline: 'late', node: 'late' }, 5);
    expect(late).toMatchObject({ outcome: 'failed', rows: 0, bytes: flights.length });
    expect(await historyOf(wiring, { pipeline: 'late', node: 'out' }, 5)).toEqual([]);
  });

  it('is no matter of a run that does not begin', async () => {
    const at = await prepared();
    await at.write({ 'pipeline.yaml': document('dely > 10') });
    await millrace(at, run);
    expect(await historyOf(wire({ cwd: at.folder }), { kind: 'filter' }, 5)).toEqual([]);
  });

  it('is told where it cannot be kept; the run is none the worse', async () => {
    const at = await prepared();
    await at.write({ '.millrace/statistics': 'a file in its place' });
    const { code, err } = await millrace(at, run);
    expect(code).toBe(0);
    expect(err).toContain('warning[MR7109]');
    expect(err).toContain('statistics');
    expect(await at.read('out/late.csv')).toContain('2,50,B');
    const { out } = await millrace(at, ['runs', 'latest', '--json']);
    expect(JSON.parse(out)).toMatchObject({ status: 'succeeded', problems: [{ code: 'MR7109' }] });
  });

  it('of a newer version is left alone', async () => {
    const at = await prepared();
    await at.write({ '.millrace/state/format.json': '{"format":2}' });
    const { code, err } = await millrace(at, run);
    expect(code).toBe(0);
    expect(err).toContain('warning[MR7104]');
    expect(await at.bytes('.millrace/statistics')).toEqual({});
  });
});
