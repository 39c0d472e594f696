import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Bench, benchOf, bindOver } from '../testing/engine.js';

let bench: Bench;
beforeAll(async () => {
  bench = await benchOf();
});
afterAll(() => bench.close());

const bound = async (
  text: string,
  form: 'expression' | 'query' = 'expression',
  allows: 'aggregate' | 'window' = 'aggregate',
) => {
  const outcome = await bindOver(bench.engine, { text, form, allows });
  if (!outcome?.ok) throw new Error(JSON.stringify(outcome));
  return outcome.value;
};

describe('what goes by the order of rows without one', () => {
  it.each([
    ["string_agg(city, ',')", ['string_agg']],
    ["string_agg(city, ',' order by delay)", undefined],
    ['first(city) || last(city order by day)', ['first']],
    ['list(city)[1]', ['list']],
    ['sum(delay)', undefined],
    ['max(day)', undefined],
    ['arg_max(city, delay)', undefined],
  ])('%s', async (text, chance) => {
    expect((await bound(text)).chance).toEqual(chance);
  });

  it.each([
    ['row_number() over ()', ['row_number']],
    ['row_number() over (order by delay)', undefined],
    ['lag(delay) over (partition by city)', ['lag']],
    ['sum(delay) over ()', undefined],
    ['rank() over (order by delay)', undefined],
  ])('%s', async (text, chance) => {
    expect((await bound(text, 'expression', 'window')).chance).toEqual(chance);
  });

  it.each([
    ['select * from f limit 3', ['limit']],
    ['select * from f order by delay limit 3', undefined],
    ['select * from (select * from f limit 3) order by delay', ['limit']],
    ['select city, first(delay) as d from f group by city', ['first']],
  ])('%s', async (text, chance) => {
    expect((await bound(text, 'query')).chance).toEqual(chance);
  });
});

describe('sums of floating point', () => {
  it.each([
    ['sum(place.lat)', undefined],
    ['sum(delay)', undefined],
    ['avg(delay)', undefined],
  ])('%s', async (text, floating) => {
    expect((await bound(text)).floating).toEqual(floating);
  });

  it('are named', async () => {
    const relations = [await bench.engine.relation('g', [{ name: 'x', type: 'DOUBLE' }])];
    const [outcome] = await bench.engine.bind([
      { text: 'avg(x) + max(x)', form: 'expression', allows: 'aggregate', relations, parameters: {} },
    ]);
    expect(outcome?.ok && outcome.value.floating).toEqual(['avg']);
  });
});
