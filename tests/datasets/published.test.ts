import { appendFile, readdir, truncate, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type PageJson, type Published, pageOf, publish, refusal } from './support/published.js';

const header = `millrace: 1
pipeline: formats
params:
  first: { type: integer, default: 0 }
resources:
  stores:
    here: { folder: . }
    out: { folder: ./out }
nodes:
`;

const rows = `  numbers:
    use: read_csv
    with: { path: here://numbers.csv }
  typed:
    use: sql
    from: { n: numbers }
    with:
      query: >-
        select (n.n + $first)::integer as n, 'text, "' || n.n as text, n.n % 2 = 0 as even, (n.n / 7)::decimal(10, 3) as part,
        n.n * 9007199254740993 as big, (n.n * 170141183460469231731687303715884)::hugeint as huge, n.n / 3.0::double as third,
        date '2001-01-01' + n.n::integer as day, timestamp '2001-01-01 01:02:03.5' as at, null::varchar as nothing,
        [n.n, null] as list, {'a': n.n, 'b': 'x'} as nested, case when n.n > 1 then '' end as "constructor", 'p' || n.n % 2 as part_of
        from n order by n.n
`;

const writers: Readonly<Record<string, string>> = {
  parquet: 'write_parquet, from: typed, with: { path: "out://t.parquet" }',
  csv: 'write_csv, from: typed, with: { path: "out://t.csv", delimiter: ";", null_value: "NA" }',
  gz: 'write_csv, from: typed, with: { path: "out://t.csv.gz", header: false, quote_all: true }',
  lines: 'write_json, from: typed, with: { path: "out://t.jsonl" }',
  list: 'write_json, from: typed, with: { path: "out://t.json", format: array }',
  folder: 'write_parquet, from: typed, with: { path: "out://folder/", mode: append }',
  parts: 'write_csv, from: typed, with: { path: "out://parts/", partition_by: [part_of] }',
  json_parts:
    'write_json, from: typed, with: { path: "out://jsonparts/", partition_by: [part_of], keep_partition_columns: true }',
};

const document = (writing: Readonly<Record<string, string>>): string =>
  `${header}${rows}${Object.entries(writing)
    .map(([name, with_]) => `  ${name}: { use: ${with_} }\n`)
    .join('')}`;

let published: Published;
beforeAll(async () => {
  published = await publish({
    'numbers.csv': 'n\n0\n1\n2\n3\n',
    'formats.yaml': document(writers),
    'adding.yaml': document({
      out: 'write_csv, from: typed, with: { path: "out://added/", mode: append, delimiter: "|" }',
    }).replace('pipeline: formats', 'pipeline: adding'),
  });
});
afterAll(() => published.close());

const number = (n: number): Readonly<Record<string, unknown>> => ({
  n,
  text: `text, "${n}`,
  even: n % 2 === 0,
  part: (n / 7).toFixed(3),
  big: n === 0 ? 0 : String(BigInt(n) * 9_007_199_254_740_993n),
  huge: n === 0 ? 0 : String(BigInt(n) * 170_141_183_460_469_231_731_687_303_715_884n),
  third: n / 3,
  day: `2001-01-0${n + 1}`,
  at: '2001-01-01 01:02:03.5',
  nothing: null,
  list: [String(n), null],
  nested: { a: String(n), b: 'x' },
  constructor: n > 1 ? '' : null,
  part_of: `p${n % 2}`,
});

const records = ({ columns, rows: found }: PageJson) =>
  found.map((row) => Object.fromEntries(columns.map(({ name }, index) => [name, row[index]])));

describe('every output is read in the types of its record', () => {
  let run: Awaited<ReturnType<Published['run']>>;
  beforeAll(async () => {
    run = await published.run('formats.yaml');
  });

  test.each(Object.keys(writers))('%s', async (node) => {
    const page = await pageOf(published, await published.view(run, node), { order: 'n' });
    const schema = run.nodes.find(({ name }) => name === node)?.schema ?? [];
    expect(page.columns).toEqual(schema.map(({ name, type }) => ({ name, type, shown: 'clear' })));
    // Parquet has no whole numbers of 128 bits: there they are decimals, which are text in JSON.
    const isDecimal = schema.find(({ name }) => name === 'huge')?.type === 'DECIMAL(38,0)';
    expect(records(page)).toEqual(
      [0, 1, 2, 3].map((n) => ({ ...number(n), ...(isDecimal && n === 0 ? { huge: '0' } : {}) })),
    );
  });

  test('in their order, where they have one', async () => {
    const page = await pageOf(published, await published.view(run, 'parquet'), { columns: 'n,even' });
    expect(page.rows).toEqual([
      [0, true],
      [1, false],
      [2, true],
      [3, false],
    ]);
  });

  test('cells that the engine writes are those that the driver gives', async () => {
    const view = await published.view(run, 'parquet');
    const plain = 'n,text,even,part,big,huge,third,day,at,nothing,"constructor",part_of';
    const byEngine = await pageOf(published, view, { columns: plain });
    const byDriver = await pageOf(published, view, { columns: `${plain},list` });
    expect(byEngine.rows).toEqual(byDriver.rows.map((row) => row.slice(0, -1)));
  });
});

describe('a folder that runs add to', () => {
  test('is read with each run as it was written', async () => {
    await published.run('adding.yaml');
    const text = await published.at.read('adding.yaml');
    await published.at.write({ 'adding.yaml': text.replace('delimiter: "|"', 'null_value: "-"') });
    const second = await published.run('adding.yaml', '--param', 'first=10');
    const page = await pageOf(published, await published.view(second, 'out'), { columns: 'n,nothing' });
    expect(page.rows).toEqual([0, 1, 2, 3, 10, 11, 12, 13].map((n) => [n, null]));
  });

  test('and an earlier version is gone once another run added', async () => {
    const before = await published.run('adding.yaml');
    await published.run('adding.yaml');
    expect(await refusal(published.version(before, 'out'))).toMatchObject({ code: 'MR8901' });
  });
});

describe('files that are not those of the manifest', () => {
  const fresh = async () => {
    const run = await published.run('formats.yaml');
    const version = await published.version(run, 'csv');
    return { view: await published.view(run, 'csv'), path: version.files[0]?.path ?? '' };
  };

  test('by their size', async () => {
    const { view, path } = await fresh();
    await appendFile(path, '9;x\n');
    expect(await refusal(pageOf(published, view))).toMatchObject({ code: 'MR8902' });
  });

  test('by their content', async () => {
    const { view, path } = await fresh();
    const length = view.version.files[0]?.bytes ?? 0;
    await truncate(path, 0);
    await writeFile(path, 'x'.repeat(length));
    expect(await refusal(pageOf(published, view))).toMatchObject({ code: 'MR8902' });
  });
});

test('a version of a run that was replaced is told to be gone, and by which run', async () => {
  const first = await published.run('formats.yaml');
  const second = await published.run('formats.yaml');
  const { code, text } = await refusal(published.version(first, 'parquet'));
  expect(code).toBe('MR8901');
  expect(text).toContain(second.runId);
});

test('a record of an earlier Millrace says that it does not say how files were written', async () => {
  const { written: _, ...old } = await published.run('formats.yaml');
  expect(await refusal(published.version(old, 'parquet'))).toMatchObject({ code: 'MR8903' });
});

test('an output that the run does not have', async () => {
  const run = await published.run('formats.yaml');
  expect(await refusal(published.version(run, 'typed'))).toMatchObject({ code: 'MR8011' });
});

test('rows that take too long to be made readable are told so, and nothing of them stays', async () => {
  const hasty = await publish({ 'numbers.csv': 'n\n1\n', 'formats.yaml': document(writers) }, { opening: 0 });
  try {
    const view = await hasty.view(await hasty.run('formats.yaml'), 'csv');
    expect(await refusal(pageOf(hasty, view))).toMatchObject({ code: 'MR8906' });
    expect(await readdir(hasty.at.path('reading'))).toEqual([]);
  } finally {
    await hasty.close();
  }
});
