import { describe, expect, test } from 'vitest';
import { type RunOptions, runPipeline, wire } from '../../src/app/index.js';
import type { RunRecord } from '../../src/kit/index.js';
import { millrace } from '../support/cli.js';
import { type Project, project } from '../support/project.js';

/** A visit as a partner sent it: all text, empty where nothing was written. */
type Visit = Readonly<Record<'id' | 'code' | 'amount' | 'day' | 'place' | 'hits', string>>;

/** Rows that break each rule of the vocabulary now and then, some several at once. */
const visits: readonly Visit[] = Array.from({ length: 1000 }, (_, index) => ({
  id: String(index % 97 === 13 ? index - 1 : index),
  code:
    index % 31 === 4
      ? ''
      : index % 17 === 2
        ? `ab${index % 3}`
        : `AB${index % 5}${index % 3 === 0 ? 'x' : ''}`,
  amount: index % 23 === 5 ? '' : String((index % 50) - 3),
  day: index % 41 === 7 ? `2026-02-30` : `2026-03-${String((index % 28) + 1).padStart(2, '0')}`,
  place: index % 19 === 3 ? 'XX' : index % 29 === 1 ? '' : (['ATL', 'SAN', 'LAX'][index % 3] ?? ''),
  hits: index % 37 === 9 ? `${index}.5` : String(index),
}));

const places = ['ATL', 'SAN', 'LAX'];

const asCsv = (rows: readonly Readonly<Record<string, string>>[]): string =>
  [Object.keys(rows[0] ?? {}), ...rows.map((row) => Object.values(row))]
    .map((cells) => `${cells.join(',')}\n`)
    .join('');

const headOf = (name: string): string => `millrace: 1
pipeline: ${name}
resources:
  stores:
    raw: { folder: . }
    out: { folder: ./out }
nodes:
  places:
    use: read_csv
    with: { path: raw://places.csv }
`;

/** The same promises as a contract and as a check. */
const contracted = (promises: string): string => `${headOf('contracted')}  visits:
    use: read_csv
    with: { path: raw://visits.csv }
    contract: ${promises.replace(/}$/, ', tolerate: { share: 100% } }')}
  out: { use: write_csv, from: visits, with: { path: out://visits.csv } }
`;

const checked = (promises: string): string => `${headOf('checked')}  visits:
    use: read_csv
    with: { path: raw://visits.csv }
  looked: { use: check, from: visits, with: ${promises} }
  out: { use: write_csv, from: visits, with: { path: out://visits.csv } }
`;

const ran = async ({ folder: cwd }: Project, file: string, options: RunOptions = {}): Promise<RunRecord> =>
  (await runPipeline(wire({ cwd }), file, options)).record;

const repeated = (of: (visit: Visit) => string): ((visit: Visit) => boolean) => {
  const counts = new Map<string, number>();
  for (const visit of visits) counts.set(of(visit), (counts.get(of(visit)) ?? 0) + 1);
  return (visit) => of(visit) !== '' && (counts.get(of(visit)) ?? 0) > 1;
};

const isFilled =
  (column: keyof Visit, breaks: (text: string) => boolean) =>
  (visit: Visit): boolean =>
    visit[column] !== '' && breaks(visit[column]);

/** Each rule of rows, as a document writes it, and what breaks it, told without the engine. */
const rules: readonly (readonly [string, string, (visit: Visit) => boolean])[] = [
  ['type', 'columns: { hits: { type: integer } }', ({ hits }) => !/^\d+$/.test(hits)],
  ['type', 'columns: { day: { type: date } }', ({ day }) => day === '2026-02-30'],
  ['required', 'columns: { amount: { type: integer, required: true } }', ({ amount }) => amount === ''],
  ['unique', 'columns: { id: { type: integer, unique: true } }', repeated(({ id }) => id)],
  ['unique', 'columns: { place: { type: varchar, unique: true } }', repeated(({ place }) => place)],
  ['min', 'columns: { amount: { type: integer, min: 0 } }', isFilled('amount', (text) => Number(text) < 0)],
  ['max', 'columns: { amount: { type: integer, max: 40 } }', isFilled('amount', (text) => Number(text) > 40)],
  [
    'length',
    'columns: { code: { type: varchar, length: 3 } }',
    isFilled('code', (text) => text.length !== 3),
  ],
  [
    'length',
    'columns: { code: { type: varchar, length: { min: 4 } } }',
    isFilled('code', (text) => text.length < 4),
  ],
  [
    'pattern',
    'columns: { code: { type: varchar, pattern: "[A-Z]{2}[0-9]x?" } }',
    isFilled('code', (text) => !/^[A-Z]{2}[0-9]x?$/.test(text)),
  ],
  [
    'one_of',
    `columns: { place: { type: varchar, one_of: [${places.slice(0, 2).join(', ')}] } }`,
    isFilled('place', (text) => !places.slice(0, 2).includes(text)),
  ],
  [
    'where',
    'columns: { amount: { type: integer, where: amount % 7 <> 0 or code is null } }',
    ({ amount, code }) => amount !== '' && code !== '' && Number(amount) % 7 === 0,
  ],
  [
    'references',
    'columns: { place: { type: varchar, references: places.code } }',
    isFilled('place', (text) => !places.includes(text)),
  ],
  [
    'keys',
    'keys: [[place, amount]]',
    repeated(({ place, amount }) => (place && amount ? `${place} ${amount}` : '')),
  ],
];

const placesCsv = asCsv(places.map((code) => ({ code, place: 'somewhere' })));

describe('a check counts the rows that a contract would take out', () => {
  test.each(rules)('%s: %s', async (rule, promises, breaks) => {
    const at = await project({
      'contracted.yaml': contracted(`{ ${promises} }`),
      'checked.yaml': checked(`{ ${promises}, severity: warn }`),
      'visits.csv': asCsv(visits),
      'places.csv': placesCsv,
    });
    const expected = visits.filter(breaks).length;
    expect(expected).toBeGreaterThan(0);
    const [contract] = (await ran(at, 'contracted.yaml')).contracts ?? [];
    const record = await ran(at, 'checked.yaml');
    const counted = record.checks[0]?.results.find((result) => result.rule === rule);
    expect(contract?.broken.find((broken) => broken.rule === rule)?.rows).toBe(expected);
    expect(counted).toMatchObject({ rule, passed: false, rows: expected });
    // No row was taken out on the way.
    expect(record.outputs.map(({ rows }) => rows)).toEqual([visits.length]);
    expect(record.nodes.find(({ name }) => name === 'looked')?.rows).not.toBe('unused');
  });

  test('all of them at once, in the same numbers, and what is tolerated is about rows', async () => {
    const columns = `columns: { hits: { type: integer }, day: { type: date }, amount: { type: integer, required: true, min: 0, max: 40 }, place: { type: varchar, references: places.code } }`;
    const at = await project({
      'contracted.yaml': contracted(`{ ${columns} }`),
      'checked.yaml': checked(`{ ${columns}, tolerate: { rows: 1000 } }`),
      'visits.csv': asCsv(visits),
      'places.csv': placesCsv,
    });
    const [contract] = (await ran(at, 'contracted.yaml')).contracts ?? [];
    const record = await ran(at, 'checked.yaml');
    const results = record.checks[0]?.results ?? [];
    const counts = results.filter(({ rows = 0, rule }) => rows > 0 && rule !== 'tolerate');
    expect(counts.map(({ rule, columns: of, rows }) => [rule, of, rows]).toSorted()).toEqual(
      (contract?.broken ?? [])
        .filter(({ rows }) => rows > 0)
        .map(({ rule, columns: of, rows }) => [rule, of, rows])
        .toSorted(),
    );
    const broken = visits.filter(
      ({ hits, day, amount, place }) =>
        !/^\d+$/.test(hits) ||
        day === '2026-02-30' ||
        amount === '' ||
        Number(amount) < 0 ||
        Number(amount) > 40 ||
        (place !== '' && !places.includes(place)),
    ).length;
    expect(contract?.quarantined).toBe(broken);
    expect(results.find(({ rule }) => rule === 'tolerate')).toMatchObject({ passed: true, rows: broken });
    expect(record.status).toBe('succeeded');
  });
});

const smallDocument = (more: string, options: string): string => `${headOf('small')}  visits:
    use: read_csv
    with: { path: raw://visits.csv }
${more}  looked:
    use: check
    from: visits
    with:
${options.replaceAll(/^/gm, '      ')}
`;

const small = (options: string, more = ''): Promise<Project> =>
  project({
    'pipeline.yaml': smallDocument(more, options),
    'visits.csv': 'email,amount,day\nann@example.org,3,2026-01-02\nbob,-4,2026-01-03\nbob,-9,2026-01-03\n',
    'places.csv': placesCsv,
  });

const resultsOf = async (at: Project, options?: RunOptions) =>
  (await ran(at, 'pipeline.yaml', options)).checks[0]?.results ?? [];

describe('values that show what is wrong', () => {
  test('are those at both ends', async () => {
    expect(await resultsOf(await small('columns: { amount: { min: 0 } }'))).toMatchObject([
      {
        rule: 'min',
        columns: ['amount'],
        rows: 2,
        examples: ['"-4"', '"-9"'],
        message: '"amount" (at least 0): 2 of 3 rows break it, for example "-4", "-9"',
      },
    ]);
  });

  const promised = `    contract:
      columns: { email: { type: varchar, class: personal } }
`;

  test.each([
    ['the check says so', 'columns: { email: { pattern: ".+@.+", class: personal } }', ''],
    ['a contract before it says so', 'columns: { email: { pattern: ".+@.+" } }', promised],
    ['a contract before it says so, for `unique`', 'unique: [email]', promised],
    ['a contract before it says so, for a key', 'keys: [[email, day]]', promised],
  ])('are masked where %s', async (_, options, more) => {
    const at = await small(`${options}\nseverity: warn`, more);
    const { code, out, err } = await millrace(at, ['run', 'pipeline.yaml']);
    expect(code).toBe(0);
    expect(`${out}${err}`).toContain('•••');
    expect(`${out}${err}`).not.toMatch(/bob|ann@/);
    const record = JSON.stringify(await ran(at, 'pipeline.yaml'));
    expect(record).toContain('•••');
    expect(record).not.toMatch(/"bob|ann@/);
  });

  test('are masked under another name too', async () => {
    const derived = `${promised}  renamed: { use: derive, from: visits, with: { columns: { shout: upper(email) } } }
`;
    const at = await small('columns: { shout: { pattern: ".+@.+" } }\nseverity: warn', derived);
    await at.write({
      'pipeline.yaml': (await at.read('pipeline.yaml')).replace(
        'use: check\n    from: visits',
        'use: check\n    from: renamed',
      ),
    });
    const [result] = await resultsOf(at);
    expect(result).toMatchObject({ rows: 2, examples: ['•••'] });
  });
});

describe('tolerate', () => {
  test.each([
    ['rows: 2', true, 2],
    ['rows: 1', false, 1],
    ['share: 67%', true, 2],
    ['share: 66%', false, 1],
    ['share: 100%, rows: 0', false, 0],
  ])('%s', async (tolerate, passed, most) => {
    const at = await small(`columns: { amount: { min: 0, one_of: [3, -4] } }\ntolerate: { ${tolerate} }`);
    const record = await ran(at, 'pipeline.yaml');
    expect(record.status).toBe(passed ? 'succeeded' : 'stopped');
    const results = record.checks[0]?.results ?? [];
    expect(results.map(({ rule, passed: kept, rows }) => [rule, kept, rows])).toEqual([
      ['min', passed, 2],
      ['one_of', passed, 1],
      ['tolerate', passed, 2],
    ]);
    expect(results.at(-1)?.message).toBe(
      `2 of 3 rows break a rule, at most ${most} ${most === 1 ? 'is' : 'are'} tolerated`,
    );
  });

  test('counts every row of a value that stands twice, and says nothing of `rows` and `freshness`', async () => {
    const options = 'unique: [email]\nwhere: amount > 0\nrows: { min: 9 }\ntolerate: { rows: 2 }';
    const results = await resultsOf(await small(options));
    expect(results.map(({ rule, passed }) => [rule, passed])).toEqual([
      ['rows', false],
      ['unique', true],
      ['where', true],
      ['tolerate', true],
    ]);
  });
});

describe('freshness', () => {
  test.each([
    [
      '2026-01-04T00:00:00Z',
      true,
      'the newest "day" is 2026-01-03, 24 hours before the run; at most 2 days are asked for',
    ],
    [
      '2026-01-06T00:00:00Z',
      false,
      'the newest "day" is 2026-01-03, 3 days before the run; at most 2 days are asked for',
    ],
  ])('at %s', async (asOf, passed, message) => {
    const at = await small('freshness: { column: day, max_age: 2d }');
    expect(await resultsOf(at, { asOf })).toEqual([{ rule: 'freshness', passed, message }]);
  });

  test('does not tell a moment of a class, nor how long ago it was', async () => {
    const day = 'day: { type: date, class: sensitive }';
    const options = `columns: { ${day} }\nfreshness: { column: day, max_age: 2d }\nseverity: warn`;
    const contract = `    contract: { columns: { ${day} }, freshness: { column: day, max_age: 4d } }\n`;
    const record = await ran(await small(options, contract), 'pipeline.yaml', {
      asOf: '2026-01-06T00:00:00Z',
    });
    const messages = record.checks.flatMap(({ results }) =>
      results.filter(({ rule }) => rule === 'freshness').map(({ message }) => message),
    );
    expect(messages.toSorted()).toEqual([
      'the newest "day" is •••, new enough; at most 4 days are asked for',
      'the newest "day" is •••, too old; at most 2 days are asked for',
    ]);
  });

  test('of no rows is none, also beside `unique`', async () => {
    const at = await small('freshness: { column: day, max_age: 2d }\nunique: [email]');
    await at.write({ 'visits.csv': 'email,amount,day\n' });
    const results = await resultsOf(at, { asOf: '2026-01-04T00:00:00Z' });
    expect(results.map(({ rule, passed }) => [rule, passed])).toEqual([
      ['unique', true],
      ['freshness', false],
    ]);
  });
});

describe('what can be told before any row is seen', () => {
  test.each([
    [
      'columns: { amonut: { min: 0 } }',
      'MR2104',
      /unknown column "amonut" in "looked".*pipeline\.yaml:18:18/s,
    ],
    [
      'columns: { amount: { min: small } }',
      'MR2118',
      /'small' is not a value of type BIGINT.*pipeline\.yaml:18:33/s,
    ],
    ['columns: { amount: { type: integr } }', 'MR2115', /pipeline\.yaml:18:34/],
    [
      'columns: { email: { references: places.cod } }',
      'MR2104',
      /unknown column "cod" of "places".*pipeline\.yaml:18:39/s,
    ],
    [
      'columns: { email: { references: plcaes.code } }',
      'MR2001',
      /unknown node "plcaes" in "looked".*pipeline\.yaml:18:39/s,
    ],
    [
      'columns: { amount: { references: places.code } }',
      'MR2118',
      /"amount" is BIGINT, and places.code is VARCHAR/,
    ],
    ['columns: { amount: { where: amonut > 0 } }', 'MR2104', /pipeline\.yaml:18:35/],
    ['keys: [emial]', 'MR2104', /pipeline\.yaml:18:14/],
    ['columns: { amount: { invalid_values: freeze } }', 'MR1020', /invalid_values/],
  ])('%s', async (options, code, seen) => {
    const { code: exit, err, out } = await millrace(await small(options), ['validate', 'pipeline.yaml']);
    expect(exit).not.toBe(0);
    expect(`${out}${err}`).toContain(code);
    expect(`${out}${err}`).toMatch(seen);
  });
});

describe('what a check or a contract cannot refer to', () => {
  const more = `  parts: { use: route, from: places, with: { cases: { a: code = 'ATL' } } }
  held: { use: sort, from: places, with: { by: [code] }, contract: { columns: { code: { length: 3 } } } }
  written: { use: write_csv, from: parts.a, with: { path: out://a.csv } }
`;

  test.each([
    ['written.code', 'MR2009', '"looked" refers to "written", which gives no rows'],
    ['parts.code', 'MR2002', '"parts" has several outputs; say which is read'],
    ['parts.b.code', 'MR2002', 'node "parts" has no output "b"'],
    ['places.quarantined.file', 'MR2002', 'node "places" has no output "quarantined"'],
  ])('%s', async (reference, code, message) => {
    const at = await small(`columns: { email: { references: ${reference} } }`);
    await at.write({
      'pipeline.yaml': (await at.read('pipeline.yaml')).replace('  visits:\n', `${more}  visits:\n`),
    });
    const { err, out } = await millrace(at, ['validate', 'pipeline.yaml']);
    expect(`${out}${err}`).toContain(`error[${code}] ${message}`);
    expect(`${out}${err}`).toContain('pipeline.yaml:21:39');
  });

  test.each(['parts.a.code', 'held.quarantined.file'])('but it can: %s', async (reference) => {
    const at = await small(`columns: { email: { references: ${reference} } }\nseverity: warn`);
    await at.write({
      'pipeline.yaml': (await at.read('pipeline.yaml')).replace('  visits:\n', `${more}  visits:\n`),
    });
    expect(await resultsOf(at)).toMatchObject([{ rule: 'references', rows: 3 }]);
  });
});

test('a column of the same name in a node that is referred to does not make a condition unclear', async () => {
  const at = await small('columns: { place: { where: place is null, references: places.code } }');
  await at.write({ 'visits.csv': 'place\nATL\nROM\n' });
  expect(await resultsOf(at)).toMatchObject([
    { rule: 'where', rows: 2 },
    { rule: 'references', rows: 1, examples: ['"ROM"'] },
  ]);
});

test('the record tells what a check reads, and how many rows', async () => {
  const at = await small(
    'columns: { amount: { type: integer }, email: { references: places.code } }\nseverity: warn',
  );
  const { nodes } = await ran(at, 'pipeline.yaml');
  expect(nodes.find(({ name }) => name === 'looked')).toMatchObject({
    kind: 'check',
    inputs: ['visits', 'places'],
  });
  expect(nodes.map(({ name }) => name).toSorted()).toEqual(['looked', 'places', 'visits']);
});
