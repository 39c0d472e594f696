import { describe, expect, test } from 'vitest';
import { runPipeline, wire } from '../../src/app/index.js';
import { unbalanced } from '../support/balance.js';
import { project as projectOf } from '../support/project.js';
import { errorsOf } from './run.js';

/** A sale of the left file, or a rate of the right one: at a minute of an hour, each of the two perhaps not known. */
interface Moment {
  readonly shop: string;
  readonly at: number | undefined;
}

const shops = ['A', 'B', '', 'only here'];

/** 4,000 sales: more than the engine takes at a time. Every tenth has a price past the contract's. */
const sales = Array.from({ length: 4000 }, (_, id) => ({
  id,
  shop: shops[id % shops.length] ?? '',
  at: id % 9 === 0 ? undefined : (id * 7) % 60,
  price: id % 10 === 0 ? 900 : 1,
}));

/** Rates of which several stand at one minute, some are never the nearest, and some have no shop or no time. */
const rates = [
  ...['A', 'B', '', 'only there'].flatMap((shop) => [5, 6, 20, 20, 41, 59].map((at) => ({ shop, at }))),
  { shop: 'A', at: undefined },
  { shop: 'B', at: 20 },
];

/** Rates at one minute that differ. */
const tied = rates.map((rate, index) => ({ ...rate, rate: index }));
const alike = rates.map((rate) => ({ ...rate, rate: 1 }));

const two = (number: number): string => String(number).padStart(2, '0');
const moment = (at: number | undefined): string => (at === undefined ? '' : `2026-01-01 10:${two(at)}:00`);

const asCsv = (header: string, rows: readonly (readonly unknown[])[]): string =>
  `${header}\n${rows.map((row) => row.join(',')).join('\n')}\n`;

const filesOf = (right: readonly (Moment & { readonly rate: number })[]) => ({
  'sales.csv': asCsv(
    'id,shop,at,at_time,price',
    sales.map(({ id, shop, at, price }) => [id, shop, at ?? '', moment(at), price]),
  ),
  'rates.csv': asCsv(
    'shop,seen,seen_time,rate',
    right.map(({ shop, at, rate }) => [shop, at ?? '', moment(at), rate]),
  ),
});

const documentOf = (settings: string): string => `millrace: 1
pipeline: nearest
resources:
  stores:
    raw: { folder: . }
    out: { folder: ./out }
nodes:
  sales: { use: read_csv, with: { path: raw://sales.csv } }
  rates: { use: read_csv, with: { path: raw://rates.csv } }
  n:
    use: join
    from: { s: sales, r: rates }
    with: { columns: [s.id, s.price, r.rate], ${settings} }
    contract: { columns: { price: { max: 100 } } }
  out: { use: write_parquet, from: n, with: { path: out://end.parquet } }
`;

interface Rules {
  readonly isForward?: boolean;
  readonly maxAge?: number;
  readonly isKeyless?: boolean;
}

/** The minute of the nearest rate of a sale: told row by row, without any engine. */
const nearest = ({ shop, at }: Moment, { isForward, maxAge = 60, isKeyless }: Rules): number | undefined => {
  const minutes = rates
    .filter((rate) => isKeyless || (shop !== '' && rate.shop === shop))
    .flatMap((rate) => rate.at ?? [])
    .filter((seen) => at !== undefined && (isForward ? seen >= at : seen <= at));
  const found = minutes.toSorted((a, b) => (isForward ? a - b : b - a))[0];
  return found === undefined || at === undefined || Math.abs(found - at) > maxAge ? undefined : found;
};

/** What becomes of the rows of both files. */
const told = (rules: Rules) => {
  const partnered = sales.filter((sale) => nearest(sale, rules) !== undefined);
  const met = new Set(partnered.map((sale) => `${rules.isKeyless ? '' : sale.shop} ${nearest(sale, rules)}`));
  const merged = rates.filter(({ shop, at }) => met.has(`${rules.isKeyless ? '' : shop} ${at}`)).length;
  return { partnered, merged };
};

const passing = (rows: typeof sales) => {
  const quarantined = rows.filter(({ price }) => price > 100).length;
  return { passed: rows.length - quarantined, quarantined };
};

const BY_MINUTE = 'left: at, right: seen';
const BY_TIME = 'left: at_time, right: seen_time';

const cases: Readonly<Record<string, readonly [asOf: string, rules: Rules, isTied?: boolean]>> = {
  'the last before': [`keys: [shop], as_of: { ${BY_MINUTE} }`, {}],
  'the first after': [`keys: [shop], as_of: { ${BY_MINUTE}, direction: forward }`, { isForward: true }],
  'within an age': [`keys: [shop], as_of: { ${BY_MINUTE}, max_age: 3 }`, { maxAge: 3 }],
  'the first after, within a time': [
    `keys: [shop], as_of: { ${BY_TIME}, direction: forward, max_age: 4 minutes }`,
    { isForward: true, maxAge: 4 },
  ],
  'at the same minute': [`keys: [shop], as_of: { ${BY_MINUTE}, max_age: 0 }`, { maxAge: 0 }],
  'without keys': [`as_of: { ${BY_TIME}, ties: least }`, { isKeyless: true }],
  'the least of several': [`keys: [shop], as_of: { ${BY_MINUTE}, ties: least }`, {}, true],
};

const recordOf = async (settings: string, isTied: boolean) => {
  const at = await projectOf({
    ...filesOf(isTied ? tied : alike),
    'pipeline.yaml': documentOf(settings),
  });
  const { record, folder } = await runPipeline(wire({ cwd: at.folder }), 'pipeline.yaml', {});
  expect(errorsOf(record)).toEqual([]);
  const files = { 'n.s': at.path('sales.csv'), 'n.r': at.path('rates.csv') };
  expect(await unbalanced(record, folder, files)).toEqual([]);
  return record.contracts?.[0];
};

describe('what comes in by a join in time with a contract is what becomes of it', () => {
  test.each(Object.entries(cases))('inner, %s', async (_, [asOf, rules, isTied = false]) => {
    const { partnered, merged } = told(rules);
    expect(await recordOf(`type: inner, ${asOf}`, isTied)).toMatchObject({
      in: sales.length + rates.length,
      ...passing(partnered),
      ports: [
        { port: 's', in: sales.length, unmatched: sales.length - partnered.length },
        { port: 'r', in: rates.length, merged, unmatched: rates.length - merged },
      ],
    });
  });

  test.each(Object.entries(cases))('left, %s', async (_, [asOf, rules, isTied = false]) => {
    const { merged } = told(rules);
    const record = await recordOf(`type: left, ${asOf}`, isTied);
    expect(record).toMatchObject({ in: sales.length + rates.length, ...passing(sales) });
    expect(record?.ports).toEqual([
      { port: 's', in: sales.length },
      { port: 'r', in: rates.length, merged, unmatched: rates.length - merged },
    ]);
  });
});
