import { describe, expect, test } from 'vitest';
import { unbalanced } from '../support/balance.js';
import { writeRows } from '../support/duckdb.js';
import { type Project, project as projectOf } from '../support/project.js';
import { asCsv, asJson, bad, contract, rows } from './orders.js';
import { errorsOf, run } from './run.js';

/** What stands after the contract, from a node `orders` to a node `last`, and what may make an engine leave off early. */
const downstream: Readonly<Record<string, string>> = {
  nothing: '  last: { use: select, from: orders, with: { columns: [id, country, amount] } }\n',
  'a filter': '  last: { use: filter, from: orders, with: { where: amount > 50 } }\n',
  'a filter that holds for no row': '  last: { use: filter, from: orders, with: { where: false } }\n',
  'a filter that contradicts itself':
    '  last: { use: filter, from: orders, with: { where: amount > 5 and amount < 3 } }\n',
  'a filter that the statistics of a file refute':
    "  last: { use: filter, from: orders, with: { where: country = 'ZZ' } }\n",
  'a filter by a parameter': '  last: { use: filter, from: orders, with: { where: $never } }\n',
  'two filters':
    '  kept: { use: filter, from: orders, with: { where: id > 4000 } }\n  last: { use: filter, from: kept, with: { where: id < 10 } }\n',
  'a limit': '  last: { use: limit, from: orders, with: { rows: 1 } }\n',
  'a limit of nothing': '  last: { use: limit, from: orders, with: { rows: 0 } }\n',
  'a limit behind others':
    '  kept: { use: derive, from: orders, with: { columns: { twice: amount * 2 } } }\n  last: { use: limit, from: kept, with: { rows: 5, order_by: [id] } }\n',
  'a sample': '  last: { use: sample, from: orders, with: { rows: 3, seed: 1 } }\n',
  'a join with nothing':
    '  last: { use: join, from: { o: orders, n: none }, with: { keys: [country], columns: [o.id] } }\n',
  'a join as its smaller side':
    '  last: { use: join, from: { n: names, o: orders }, with: { keys: [country], columns: [o.id, n.name] } }\n',
  'a semi join':
    '  last: { use: join, from: { o: orders, n: names }, with: { type: semi, keys: [country] } }\n',
  'an anti join':
    '  last: { use: join, from: { o: orders, n: names }, with: { type: anti, keys: [country] } }\n',
  'an exists':
    '  last:\n    use: sql\n    from: [orders, names]\n    with:\n      query: select name from names where exists (select 1 from orders)\n',
  'SQL that needs no row':
    '  last:\n    use: sql\n    from: orders\n    with:\n      query: select id from orders where 1 = 2\n',
  'an aggregate': '  last: { use: aggregate, from: orders, with: { measures: { n: count(*) } } }\n',
  'an aggregate of one country':
    "  kept: { use: filter, from: orders, with: { where: country = 'DE' } }\n  last: { use: aggregate, from: kept, with: { by: [country], measures: { n: max(amount) } } }\n",
  'a distinct': '  last: { use: distinct, from: orders }\n',
  'a deduplicate': '  last: { use: deduplicate, from: orders, with: { keys: [country], order_by: [id] } }\n',
  'a sort': '  last: { use: sort, from: orders, with: { by: [id] } }\n',
  'a window':
    '  last: { use: window, from: orders, with: { partition_by: [country], order_by: [id], columns: { n: row_number() } } }\n',
  'a pivot':
    '  last: { use: pivot, from: orders, with: { on: country, values: [DE], by: [id], measures: { a: sum(amount) }, unlisted: drop } }\n',
  'an unpivot': '  last: { use: unpivot, from: orders, with: { columns: [id, amount] } }\n',
  'a union':
    '  last: { use: union, from: [orders, orders_again] }\n  orders_again: { use: limit, from: orders, with: { rows: 1, order_by: [id] } }\n',
  'a route':
    '  routed: { use: route, from: orders, with: { cases: { de: "country = \'DE\'" } } }\n  last: { use: limit, from: routed.de, with: { rows: 1, order_by: [id] } }\n',
  'a check':
    '  last: { use: filter, from: orders, with: { where: id < 5 } }\n  kept: { use: check, from: orders, with: { rows: { min: 1 } } }\n',
};

const sources = {
  csv: ['read_csv', 'orders.csv'],
  json: ['read_json', 'orders.ndjson'],
  parquet: ['read_parquet', 'orders.parquet'],
} as const;

type Format = keyof typeof sources;

const documentOf = (format: Format, nodes: string): string => {
  const [kind, file] = sources[format];
  return `millrace: 1
pipeline: boundary
params:
  never: { type: boolean, default: false }
resources:
  stores:
    raw: { folder: . }
    out: { folder: ./out }
nodes:
  orders:
    use: ${kind}
    with: { path: raw://${file} }
${contract}  none: { use: read_csv, with: { path: raw://none.csv } }
  names: { use: read_csv, with: { path: raw://names.csv } }
${nodes}  out:
    use: write_parquet
    from: last
    with: { path: out://end.parquet }
`;
};

const projectWith = async (format: Format, nodes: string): Promise<Project> => {
  const project = await projectOf({
    'pipeline.yaml': documentOf(format, nodes),
    'none.csv': 'country,name\n',
    'names.csv': 'country,name\nDE,Germany\n',
    'orders.csv': asCsv(rows),
    'orders.ndjson': asJson(rows),
  });
  if (format === 'parquet') {
    const columns = "columns = {id: 'VARCHAR', country: 'VARCHAR', amount: 'VARCHAR'}";
    await writeRows(
      project.path('orders.parquet'),
      `from read_csv('${project.path('orders.csv')}', ${columns})`,
    );
  }
  return project;
};

describe.each(Object.keys(sources) as Format[])('a contract on %s sees every row', (format) => {
  test.each(Object.entries(downstream))('before %s', async (_, nodes) => {
    const at = await projectWith(format, nodes);
    const { record, folder, originals } = await run(at);
    expect(errorsOf(record)).toEqual([]);
    expect(await unbalanced(record, folder, { orders: at.path(sources[format][1]) })).toEqual([]);
    expect(originals.map(({ id }) => id)).toEqual(bad.map(({ id }) => id));
    const { in: all, passed, quarantined } = record.contracts?.[0] ?? {};
    expect({ all, passed, quarantined }).toEqual({
      all: rows.length,
      passed: rows.length - bad.length,
      quarantined: bad.length,
    });
  });
});
