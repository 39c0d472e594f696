import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Lab, openLab, unordered } from '../../testing/lab.js';
import { join } from './index.js';

let lab: Lab;
beforeAll(async () => {
  lab = await openLab({ minutes: { type: 'BIGINT', value: 15 } });
});
afterAll(() => lab.close());

const FLIGHTS = "from (values ('SAN', 14), ('SAN', 16), ('XXX', 1), (null, 2)) t(origin, delay)";
const AIRPORTS =
  "from (values ('SAN', 'San Diego'), ('LAX', 'Los Angeles'), (null, 'nowhere')) t(iata, city)";

const inputs = async (left = FLIGHTS, right = AIRPORTS) =>
  [await lab.input('f', left), await lab.input('a', right)] as const;

const KEYS = { keys: { origin: 'iata' } };

describe('a key that is null matches nothing', () => {
  test.each([
    [
      'inner',
      [
        ['SAN', 14, 'San Diego'],
        ['SAN', 16, 'San Diego'],
      ],
    ],
    [
      'left',
      [
        ['SAN', 14, 'San Diego'],
        ['SAN', 16, 'San Diego'],
        ['XXX', 1, null],
        [null, 2, null],
      ],
    ],
    [
      'right',
      [
        ['LAX', null, 'Los Angeles'],
        ['SAN', 14, 'San Diego'],
        ['SAN', 16, 'San Diego'],
        [null, null, 'nowhere'],
      ],
    ],
    [
      'full',
      [
        ['LAX', null, 'Los Angeles'],
        ['SAN', 14, 'San Diego'],
        ['SAN', 16, 'San Diego'],
        ['XXX', 1, null],
        [null, 2, null],
        [null, null, 'nowhere'],
      ],
    ],
    [
      'semi',
      [
        ['SAN', 14],
        ['SAN', 16],
      ],
    ],
    [
      'anti',
      [
        ['XXX', 1],
        [null, 2],
      ],
    ],
  ] as const)('%s', async (type, expected) => {
    const { rows } = await lab.run(join, { type, ...KEYS }, ...(await inputs()));
    expect(unordered(rows)).toEqual(expected);
  });
});

describe('columns', () => {
  test('are by default those of the left, then those of the right that are no keys', async () => {
    const { columns } = await lab.run(join, KEYS, ...(await inputs()));
    expect(columns).toEqual(['origin', 'delay', 'city']);
  });

  test('may be chosen, reordered and renamed', async () => {
    const [f, a] = await inputs();
    const listed = await lab.run(join, { ...KEYS, columns: ['A.city', 'f.*', 'a.iata'] }, f, a);
    expect(listed.columns).toEqual(['city', 'origin', 'delay', 'iata']);
    const named = await lab.run(join, { ...KEYS, columns: { town: 'a.City', late_by: 'f.delay' } }, f, a);
    expect(named.columns).toEqual(['town', 'late_by']);
    expect(unordered(named.rows)).toEqual([
      ['San Diego', 14],
      ['San Diego', 16],
    ]);
  });

  test('may be called anything', async () => {
    const right = `select 'SAN' as "select", 1 as "a.b ""c""", 2 as "größe"`;
    const config = { keys: { origin: 'select' }, columns: ['f.delay', 'a.a.b "c"', 'a.größe'] };
    const { columns, rows } = await lab.run(join, config, ...(await inputs(FLIGHTS, right)));
    expect(columns).toEqual(['delay', 'a.b "c"', 'größe']);
    expect(rows).toHaveLength(2);
  });

  test('that both inputs have are refused, and listed', async () => {
    const right = "select 'SAN' as iata, 1 as Delay, 2 as x";
    expect(await lab.findings(join, KEYS, ...(await inputs(FLIGHTS, right)))).toEqual([
      {
        code: 'MR2114',
        message: 'both inputs have the columns: Delay',
        notes: ['say which to give, and under which names, with `columns`'],
      },
    ]);
  });

  test.each([
    [['f.dely'], { code: 'MR2104', label: 'did you mean "delay"?', path: ['columns', 0] }],
    [['f.*', 'b.city'], { code: 'MR2104', message: 'unknown input "b"', path: ['columns', 1] }],
    [{ x: 'a.citi' }, { code: 'MR2104', label: 'did you mean "city"?', path: ['columns', 'x'] }],
    [['f.*', 'f.Origin'], { code: 'MR2114', path: ['columns', 1] }],
    [
      { x: 'f.delay', X: 'a.city' },
      { code: 'MR2114', path: ['columns', 'X'] },
    ],
  ])('%j is refused', async (columns, finding) => {
    expect(await lab.findings(join, { ...KEYS, columns }, ...(await inputs()))).toMatchObject([finding]);
  });

  test('of the right input cannot come out of a semi join', async () => {
    const config = { type: 'semi', ...KEYS, columns: ['a.city'] };
    expect(await lab.findings(join, config, ...(await inputs()))).toMatchObject([
      { code: 'MR2104', message: 'a semi join gives columns of "f" only' },
    ]);
  });
});

describe('keys', () => {
  test('that are shared are given once', async () => {
    const right = "from (values ('SAN', 14, 'x'), ('SAN', 99, 'y')) t(Origin, delay, note)";
    const config = { type: 'full', keys: ['origin', 'delay'] };
    const { columns, rows } = await lab.run(join, config, ...(await inputs(FLIGHTS, right)));
    expect(columns).toEqual(['origin', 'delay', 'note']);
    expect(unordered(rows)).toEqual([
      ['SAN', 14, 'x'],
      ['SAN', 16, null],
      ['SAN', 99, 'y'],
      ['XXX', 1, null],
      [null, 2, null],
    ]);
  });

  test.each([
    ['UTINYINT', 'BIGINT'],
    ['BIGINT', 'DOUBLE'],
    ['INTEGER', 'DECIMAL(9,2)'],
    ['BIGINT', 'FLOAT'],
    ['UBIGINT', 'HUGEINT'],
  ])('of types %s and %s are compared as numbers', async (a, b) => {
    const pair = await inputs(`select 7::${a} as id`, `select 7::${b} as id, 'x' as note`);
    expect((await lab.run(join, { keys: ['id'] }, ...pair)).rows).toHaveLength(1);
    expect((await lab.run(join, { keys: ['id'], type: 'full' }, ...pair)).rows).toHaveLength(1);
  });

  test('of a date and a timestamp match at midnight', async () => {
    const pair = await inputs("select date '2001-01-01' as d", "select timestamp '2001-01-01' as d");
    expect((await lab.run(join, { keys: ['d'] }, ...pair)).rows).toHaveLength(1);
  });

  test('of types that cannot be compared are refused', async () => {
    const pair = await inputs('select 1 as id', "select '1' as id");
    expect(await lab.findings(join, { keys: ['id'] }, ...pair)).toEqual([
      {
        code: 'MR2107',
        message: '"f.id" (INTEGER) cannot be compared with "a.id" (VARCHAR)',
        path: ['keys', 0],
        notes: ['with `repair: [type]` they are compared as text'],
      },
    ]);
  });

  test('that are not there are refused, on either side', async () => {
    const findings = await lab.findings(join, { keys: { orgin: 'iatta' } }, ...(await inputs()));
    expect(findings).toMatchObject([
      { code: 'MR2104', label: 'did you mean "origin"?', notes: ['input "f" has: origin, delay'] },
      { code: 'MR2104', label: 'did you mean "iata"?', notes: ['input "a" has: iata, city'] },
    ]);
  });
});

describe('a condition', () => {
  test('may be any comparison over both inputs; OR does not reach beyond it', async () => {
    const config = { type: 'left', condition: "f.origin = a.iata and delay > 15 or city = 'nowhere'" };
    const { rows } = await lab.run(join, { ...config, columns: ['f.delay', 'a.city'] }, ...(await inputs()));
    expect(unordered(rows)).toEqual([
      [1, 'nowhere'],
      [14, 'nowhere'],
      [16, 'San Diego'],
      [16, 'nowhere'],
      [2, 'nowhere'],
    ]);
  });

  test('may use parameters', async () => {
    const config = { condition: 'f.origin = a.iata and f.delay > $minutes' };
    expect((await lab.run(join, config, ...(await inputs()))).rows).toEqual([
      ['SAN', 16, 'SAN', 'San Diego'],
    ]);
  });

  test.each(['full', 'semi', 'anti'])('works for a %s join', async (type) => {
    const config = { type, condition: 'delay < length(city)' };
    const { rows } = await lab.run(join, config, ...(await inputs()));
    expect(rows).toHaveLength({ full: 8, semi: 2, anti: 2 }[type] ?? 0);
  });

  test('that names a column of both inputs must say which', async () => {
    const pair = await inputs(FLIGHTS, 'select 1 as delay');
    await expect(lab.run(join, { condition: 'delay = 1' }, ...pair)).rejects.toThrow('MR2105');
  });

  test('may stand without keys, and knows no cardinality', () => {
    const valid = (config: unknown) => join.config.safeParse(config).success;
    expect(valid({})).toBe(false);
    expect(valid({ condition: 'true', cardinality: 'many_to_one' })).toBe(false);
    expect(valid({ condition: 'true' })).toBe(true);
  });
});

test('an input may be joined with itself', async () => {
  const f = await lab.input('f', FLIGHTS);
  const config = { condition: 'f.delay < g.delay', columns: { less: 'f.delay', more: 'g.delay' } };
  expect((await lab.run(join, config, f, { ...f, alias: 'g' })).rows).toHaveLength(6);
});

test('lineage: columns by their inputs, shared keys of a full join from both, and keys decide about rows', async () => {
  const { lineage } = await lab.run(join, { type: 'full', ...KEYS }, ...(await inputs()));
  const [left, right] = [
    { input: 'f', column: 'origin' },
    { input: 'a', column: 'iata' },
  ];
  expect(lineage).toEqual({
    columns: {
      origin: [left, right],
      delay: [{ input: 'f', column: 'delay' }],
      city: [{ input: 'a', column: 'city' }],
    },
    rows: [left, right],
  });
});
