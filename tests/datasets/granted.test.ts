import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RunRecord } from '../../src/kit/index.js';
import { HASH_KEY, type Published, pageOf, publish, refusal, type Seen } from './support/published.js';

/** Values that must never be seen by who sees the columns masked, and rows that only some may see. */
const people = [
  ['1', 'anna@example.com', '51000', 'DE', '2001-05-06', 'x'],
  ['2', 'bert@example.org', '64000', 'FR', '1999-01-02', 'y'],
  ['3', 'zoë@example.com', '47000', 'DE', '1980-12-31', ''],
  ['4', '', '', 'FR', '', 'z'],
  ['5', 'no address', '99000', 'IT', '1970-01-01', 'x'],
];

const csv = `id,email,salary,country,born,note\n${people.map((row) => row.join(',')).join('\n')}\n`;

const document = `millrace: 1
pipeline: people
resources:
  stores:
    here: { folder: . }
nodes:
  people:
    use: read_csv
    with: { path: here://people.csv, types: { id: integer, salary: integer, born: date } }
  sorted:
    use: sort
    from: people
    with: { by: [id] }
  out:
    use: write_parquet
    from: sorted
    with: { path: here://people.parquet }
`;

let published: Published;
let run: RunRecord;
beforeAll(async () => {
  published = await publish({ 'people.csv': csv, 'people.yaml': document });
  run = await published.run('people.yaml');
});
afterAll(() => published.close());

const masked: Seen = {
  shown: { email: 'mask', salary: 'hash', born: 'null', note: 'absent', country: 'clear' },
  masks: { email: 'email' },
};

const page = async (seen: Seen, asked = {}) =>
  pageOf(published, await published.view(run, 'out', seen), asked);

const canaries = [
  'anna',
  'bert',
  'zoë',
  'no address',
  '51000',
  '64000',
  '47000',
  '99000',
  '2001',
  '1999',
  '1980',
  '1970',
];

const hmac = (text: string): string => createHmac('sha256', HASH_KEY).update(text).digest('hex');

describe('each column is shown as it was granted', () => {
  test('in clear, by the mask of its type, as a keyed hash, as nulls, or not at all', async () => {
    const { columns, rows } = await page(masked);
    expect(columns).toEqual([
      { name: 'id', type: 'INTEGER', shown: 'clear' },
      { name: 'email', type: 'VARCHAR', shown: 'mask' },
      { name: 'salary', type: 'VARCHAR', shown: 'hash' },
      { name: 'country', type: 'VARCHAR', shown: 'clear' },
      { name: 'born', type: 'DATE', shown: 'null' },
    ]);
    expect(rows).toEqual([
      [1, 'a•••@•••', hmac('51000'), 'DE', null],
      [2, 'b•••@•••', hmac('64000'), 'FR', null],
      [3, '•••', hmac('47000'), 'DE', null],
      [4, null, null, 'FR', null],
      [5, '•••', hmac('99000'), 'IT', null],
    ]);
  });

  test('without a semantic type a mask shows nothing', async () => {
    const { rows } = await page({ shown: { salary: 'mask' } }, { columns: 'salary' });
    expect(rows).toEqual([['•••'], ['•••'], ['•••'], [null], ['•••']]);
  });

  test('a column that the grant does not name is not shown', async () => {
    const view = await published.view(run, 'out');
    const columns = view.grant.columns.filter(({ name }) => name !== 'email');
    const found = await pageOf(published, { ...view, grant: { ...view.grant, columns } });
    expect(found.columns.map(({ name }) => name)).not.toContain('email');
  });

  test('keys of hashes may be shorter and longer than a block', async () => {
    const view = await published.view(run, 'out', { shown: { email: 'hash' } });
    for (const length of [1, 64, 65, 200]) {
      const hashKey = Buffer.alloc(length, 7);
      const { rows } = await pageOf(published, { ...view, hashKey }, { columns: 'email', limit: 1 });
      expect(rows).toEqual([[createHmac('sha256', hashKey).update('anna@example.com').digest('hex')]]);
    }
  });

  test('nothing is shown where rows are not allowed, or no column is', async () => {
    const view = await published.view(run, 'out');
    const rows = { ...view.grant.rows, isAllowed: false };
    const denied = pageOf(published, { ...view, grant: { ...view.grant, rows } });
    expect(await refusal(denied)).toMatchObject({ code: 'MR8601' });
    const never = new AbortController().signal;
    const exported = published.reading.exportRows(
      'anna',
      { ...view, grant: { ...view.grant, rows } },
      { format: 'csv' },
      never,
    );
    expect(await refusal(exported)).toMatchObject({ code: 'MR8601' });
    const bare = pageOf(published, { ...view, grant: { ...view.grant, columns: [] } });
    expect(await refusal(bare)).toMatchObject({ code: 'MR8601' });
  });
});

describe('rows', () => {
  const ids = async (seen: Seen, asked = {}) =>
    (await page(seen, { columns: 'id', ...asked })).rows.map(([id]) => id);

  test('are those of the filter, over the values as they are and with attributes as bound values', async () => {
    const filter = 'country = $country and salary > 48000';
    const seen = {
      filter,
      attributes: { country: 'DE' },
      shown: { salary: 'absent', country: 'absent' },
    } as const;
    expect(await ids(seen)).toEqual([1]);
    expect(await ids({ ...seen, attributes: { country: 'IT' } })).toEqual([5]);
    expect(await ids({ ...seen, attributes: { country: "DE' or true --" } })).toEqual([]);
  });

  test('of which the condition is unknown are not shown', async () => {
    expect(await ids({ filter: 'salary > 0' })).toEqual([1, 2, 3, 5]);
  });

  test.each([
    ['a column that is not there', 'region = 1', {}],
    ['an attribute that the person does not have', 'country = $country', { region: 'DE' }],
    ['no condition', 'salary', {}],
    ['no SQL', 'country =', {}],
    ['another relation', "country in (select country from 'people.csv')", {}],
    ['a function that reaches out', "getenv('HOME') = country", {}],
    ['a value that fails on the rows', 'email::integer > 1', {}],
  ])('are none where the filter does not hold: %s', async (_, filter, attributes) => {
    const { code, text } = await refusal(ids({ filter, attributes }));
    expect(code).toBe('MR8907');
    expect(text).toContain('rows-of-the-test');
    for (const canary of canaries) expect(text).not.toContain(canary);
  });
});

describe('a reader learns nothing of masked values', () => {
  /** What is asked of a masked dataset; each fails, or gives what it gives for the masks themselves. */
  const probes: readonly (readonly [string, object])[] = [
    ['a comparison', { where: "email = 'anna@example.com'" }],
    ['a part', { where: "email like 'anna%'" }],
    ['a regular expression', { where: "regexp_matches(email, '^an')" }],
    ['the hash of a guess', { where: "salary = sha256('51000')" }],
    ['a range', { where: "salary between '50000' and '52000'" }],
    ['what is null', { where: 'born is not null' }],
    ['a year', { where: 'year(born) = 2001' }],
  ];

  test.each(probes)('by %s', async (_, asked) => {
    expect((await page(masked, asked)).rows).toEqual([]);
  });

  test.each([
    ['a cast of all', { where: 'email::integer = 1' }],
    ['a cast of one', { where: 'case when id = 1 then email::integer = 1 else false end' }],
    ['a division', { where: '1 // (length(email) - length(email)) = 1' }],
    ['a number out of its range', { where: '(length(salary) * 10000000000)::integer = 1' }],
    ['a date', { where: "strptime(email, '%Y') is null" }],
    ['a list', { where: 'list_extract([1], 1)::varchar = email::uuid::varchar' }],
  ])('by an error: %s', async (_, asked) => {
    const view = await published.view(run, 'out', masked);
    const { code, text } = await refusal(
      pageOf(published, view, asked).then(({ rows }) => {
        // Division by zero is null to the engine: that it does not fail is told by its rows.
        if (rows.length === 0) throw Object.assign(new Error('none'), { problems: [{ code: 'none' }] });
        return rows;
      }),
    );
    expect(['MR8904', 'none']).toContain(code);
    for (const canary of [...canaries, 'a•••', 'example']) expect(text).not.toContain(canary);
  });

  test.each(['note', 'dataset.note', 'rowid', '"#"', 'c0'])(
    'by naming %s, which is not shown',
    async (name) => {
      const view = await published.view(run, 'out', masked);
      const asked = pageOf(published, view, { where: `${name} is not null` });
      const { code, text } = await refusal(asked);
      expect(code).toBe('MR2104');
      expect(text).not.toMatch(/has: [^\]]*note/);
      expect(await refusal(pageOf(published, view, { columns: name }))).toMatchObject({ code: 'MR2104' });
      expect(await refusal(pageOf(published, view, { order: name }))).toMatchObject({ code: 'MR2104' });
    },
  );

  test('by the order of rows', async () => {
    const byMask = await page(masked, { order: '-email', columns: 'id' });
    // Masks sort: `•••` comes after letters, nulls come last, and what is equal keeps its order.
    expect(byMask.rows.map(([id]) => id)).toEqual([3, 5, 2, 1, 4]);
    const byNull = await page(masked, { order: '-born', columns: 'id' });
    expect(byNull.rows.map(([id]) => id)).toEqual([1, 2, 3, 4, 5]);
  });

  test('by a profile', async () => {
    const { profile } = await published.reading.profile(await published.view(run, 'out', masked));
    const text = JSON.stringify(profile);
    for (const canary of canaries) expect(text).not.toContain(canary);
    expect(profile.columns.find(({ name }) => name === 'born')).toEqual({
      name: 'born',
      type: 'DATE',
      shown: 'null',
      nulls: 5,
      distinct: 0,
      frequent: [],
    });
    expect(profile.columns.find(({ name }) => name === 'email')).toMatchObject({
      nulls: 1,
      distinct: 3,
      least: 'a•••@•••',
    });
  });
});

describe('rows that were filtered out', () => {
  const german: Seen = { filter: 'country = $land', attributes: { land: 'DE' } };

  test('are in no count, no range and no error', async () => {
    const view = await published.view(run, 'out', german);
    const { profile } = await published.reading.profile(view);
    expect(profile.rows).toBe(2);
    expect(profile.columns.find(({ name }) => name === 'salary')).toMatchObject({
      least: 47_000,
      greatest: 51_000,
    });
    // Only a row that is not shown would fail.
    const { rows } = await pageOf(published, view, {
      where: 'case when id = 5 then email::integer = 1 else true end',
    });
    expect(rows.map(([id]) => id)).toEqual([1, 3]);
  });

  test('are in no place of a page', async () => {
    const view = await published.view(run, 'out', german);
    const first = await pageOf(published, view, { limit: 1, columns: 'id' });
    expect(first.rows).toEqual([[1]]);
    expect(Buffer.from(first.next ?? '', 'base64url').toString()).toContain('"n":1}');
    const second = await pageOf(published, view, { limit: 1, columns: 'id', cursor: first.next ?? '' });
    expect(second.rows).toEqual([[3]]);
    expect(second.next).toBeUndefined();
  });
});

describe('what is told for the record of an audit', () => {
  test('are the columns that were asked for or used, and how each is shown', async () => {
    const view = await published.view(run, 'out', masked);
    const { rows, columns } = await published.reading.page(view, {
      limit: 10,
      format: 'json',
      columns: 'id',
      where: "email like 'a%'",
      order: 'salary',
    });
    expect({ rows, columns }).toEqual({
      rows: 1,
      columns: {
        asked: ['id', 'salary', 'email'],
        granted: ['id'],
        masked: { salary: 'hash', email: 'mask' },
      },
    });
  });
});
