import { describe, expect, it } from 'vitest';
import { documentOf, planOf } from '../testing/plan.js';
import type { PhysicalPlan } from './plan.js';
import { keepAll } from './sharing.js';
import { toStages } from './stages.js';

const columns = { a: 'id BIGINT, x BIGINT', p: 'id BIGINT, x BIGINT' };
const csv = '  a: { use: read_csv, with: { path: "raw://a.csv" } }\n';
const parquet = '  p: { use: read_parquet, with: { path: "raw://p.parquet" } }\n';
const filter = (name: string, from: string): string =>
  `  ${name}: { use: filter, from: ${from}, with: { where: x > 1 } }\n`;
const write = (name: string, from: string): string =>
  `  ${name}: { use: write_csv, from: ${from}, with: { path: "out://${name}.csv" } }\n`;

const stagesOf = async (nodes: string): Promise<PhysicalPlan> =>
  toStages((await planOf(documentOf(nodes), columns)).plan);

const printed = ({ stages }: PhysicalPlan): readonly string[] =>
  stages.map(
    ({ id, nodes, reads, sink }) =>
      `${id} ${sink.kind}: ${nodes.join('+')}${reads.length > 0 ? ` <- ${reads.join(', ')}` : ''}`,
  );

describe('stages', () => {
  it('fuse neighbours into one query', async () => {
    expect(printed(await stagesOf(`${csv}${filter('f', 'a')}${write('out', 'f')}`))).toEqual([
      's1 file: a+f+out',
    ]);
  });

  it('compute a CSV that is read twice once, and keep it', async () => {
    const plan = await stagesOf(`${csv}${write('one', 'a')}${write('two', 'a')}`);
    expect(printed(plan)).toEqual(['s1 table: a', 's2 file: one <- a', 's3 file: two <- a']);
    expect(plan.stages[0]?.reason).toBe('read 2 times (one, two): computed once and kept');
  });

  it('read Parquet again where only rows are filtered in between', async () => {
    expect(
      printed(await stagesOf(`${parquet}${filter('f', 'p')}${write('one', 'f')}${write('two', 'f')}`)),
    ).toEqual(['s1 file: p+f+one', 's2 file: p+f+two']);
  });

  it('keep an aggregate of Parquet that is read twice', async () => {
    const aggregate =
      '  g:\n    use: aggregate\n    from: p\n    with:\n      measures:\n        n: count(*)\n';
    expect(printed(await stagesOf(`${parquet}${aggregate}${write('one', 'g')}${write('two', 'g')}`))[0]).toBe(
      's1 table: p+g',
    );
  });

  it('keep a node that is joined with itself once', async () => {
    const join = '  j:\n    use: join\n    from: { l: f, r: f }\n    with: { keys: [id], type: semi }\n';
    expect(printed(await stagesOf(`${csv}${filter('f', 'a')}${join}${write('out', 'j')}`))).toEqual([
      's1 table: a+f',
      's2 file: j+out <- f',
    ]);
  });

  it('are cut where a query would become too deep', async () => {
    const chain = Array.from({ length: 450 }, (_, index) =>
      filter(`f${index}`, index === 0 ? 'a' : `f${index - 1}`),
    ).join('');
    const { stages } = await stagesOf(`${csv}${chain}${write('out', 'f449')}`);
    expect(stages.length).toBe(3);
    expect(Math.max(...stages.map(({ nodes }) => nodes.length))).toBeLessThanOrEqual(200);
  });

  it('ask the engine to keep order only where a kept node has one', async () => {
    const sorted = `${csv}  s: { use: sort, from: a, with: { by: [x] } }\n`;
    expect((await stagesOf(`${sorted}${write('one', 's')}`)).keepOrder).toBe(false);
    expect((await stagesOf(`${sorted}${write('one', 's')}${write('two', 's')}`)).keepOrder).toBe(true);
  });

  it('say of a folder how it is laid out, and whether its rows have an order', async () => {
    const parts = (from: string): string =>
      `  out: { use: write_csv, from: ${from}, with: { path: "out://parts/", partition_by: [id] } }\n`;
    const sorted = `${csv}  s: { use: sort, from: a, with: { by: [x] } }\n`;
    const sinkOf = async (nodes: string) => (await stagesOf(nodes)).stages[0]?.sink;
    const folder = { extension: '.csv', partitionBy: ['id'], keepPartitionColumns: false };
    expect(await sinkOf(`${sorted}${parts('s')}`)).toMatchObject({ folder: { ...folder, ordered: true } });
    expect(await sinkOf(`${csv}${parts('a')}`)).toMatchObject({ folder: { ...folder, ordered: false } });
  });

  it('can be one node each', async () => {
    const { plan } = await planOf(documentOf(`${csv}${filter('f', 'a')}${write('out', 'f')}`), columns);
    expect(printed(toStages(plan, keepAll))).toEqual([
      's1 table: a',
      's2 table: f <- a',
      's3 file: out <- f',
    ]);
  });
});
