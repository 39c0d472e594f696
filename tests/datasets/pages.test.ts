import { readdir } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DatasetView } from '../../src/app/datasets/index.js';
import type { RunRecord } from '../../src/kit/index.js';
import {
  type Asked,
  type Published,
  pageOf,
  publish,
  refusal,
  type Seen,
  viewOf,
} from './support/published.js';

const document = `millrace: 1
pipeline: pages
resources:
  stores:
    here: { folder: . }
nodes:
  numbers:
    use: read_csv
    with: { path: here://numbers.csv }
  out:
    use: write_csv
    from: numbers
    with: { path: here://out.csv }
`;

const ROWS = 5_000;

let published: Published;
let run: RunRecord;
beforeAll(async () => {
  const lines = Array.from({ length: ROWS }, (_, n) => `${n},${n % 10},${(n * 7919) % ROWS}`);
  published = await publish(
    { 'numbers.csv': `rowid,g,"a, b"\n${lines.join('\n')}\n`, 'pages.yaml': document },
    { open: 3 },
  );
  run = await published.run('pages.yaml');
});
afterAll(() => published.close());

/** All rows of a question, page by page. */
const walk = async (asked: Asked, seen: Seen = {}) => {
  const view = await published.view(run, 'out', seen);
  const rows: unknown[] = [];
  let cursor: string | undefined;
  let pages = 0;
  do {
    const page = await pageOf(published, view, { limit: 700, ...asked, ...(cursor ? { cursor } : {}) });
    rows.push(...page.rows.map(([first]) => first));
    cursor = page.next;
    pages += 1;
  } while (cursor !== undefined);
  return { rows, pages };
};

const all = Array.from({ length: ROWS }, (_, n) => n);

describe('pages hold each row once', () => {
  test('in the order of the dataset, also where a column is called as the numbers of rows are', async () => {
    expect(await walk({ columns: 'rowid' })).toEqual({ rows: all, pages: 8 });
  });

  test('where a condition chooses among them', async () => {
    const { rows } = await walk({ columns: 'rowid', where: 'g = 3', limit: 99 });
    expect(rows).toEqual(all.filter((n) => n % 10 === 3));
  });

  test('where they are sorted, and rows are equal', async () => {
    const { rows } = await walk({ columns: 'rowid', order: '-g' });
    expect(rows).toEqual(all.toSorted((a, b) => (b % 10) - (a % 10) || a - b));
  });

  test('by a column whose name holds a comma', async () => {
    const { rows } = await walk({ columns: '"a, b"', order: '"a, b"', limit: 5_000 });
    expect(rows).toEqual(all);
  });

  test('and a last page that is full has no next', async () => {
    expect((await walk({ columns: 'rowid', limit: 2_500 })).pages).toBe(2);
  });

  test('with a row filter', async () => {
    const { rows } = await walk({ columns: 'rowid' }, { filter: 'g < 2' });
    expect(rows).toEqual(all.filter((n) => n % 10 < 2));
  });
});

/** The bodies of all pages, one after the other. */
const bodiesOf = async ({ reading }: Published, view: DatasetView): Promise<readonly string[]> => {
  const bodies: string[] = [];
  let cursor: string | undefined;
  do {
    const asked = { limit: 333, format: 'json', ...(cursor === undefined ? {} : { cursor }) } as const;
    const page = await reading.page(view, asked);
    bodies.push(page.body.toString());
    cursor = page.next;
  } while (cursor !== undefined);
  return bodies;
};

test('pages that are cut out of a file are those that the engine gives', async () => {
  const files = { 'numbers.csv': await published.at.read('numbers.csv'), 'pages.yaml': document };
  const view = viewOf(await published.version(run, 'out'), { shown: { 'a, b': 'hash' }, filter: 'g < 7' });
  const [cutting, asking] = await Promise.all([
    publish(files, { cache: 0 }),
    publish(files, { cache: 0, pageRows: 0 }),
  ]);
  try {
    await Promise.all([cutting, asking].map((each) => pageOf(each, view)));
    expect(await Promise.all([cutting, asking].map(({ reading }) => reading.prepared()))).toEqual([1, 0]);
    const byFile = await bodiesOf(cutting, view);
    expect(byFile).toHaveLength(11);
    expect(byFile).toEqual(await bodiesOf(asking, view));
  } finally {
    await Promise.all([cutting.close(), asking.close()]);
  }
});

describe('a cursor', () => {
  const first = async (asked: Asked = {}) => {
    const view = await published.view(run, 'out');
    return { view, next: (await pageOf(published, view, { limit: 10, ...asked })).next ?? '' };
  };

  test('of another question is refused', async () => {
    const { view, next } = await first();
    for (const asked of [{ where: 'g = 1' }, { order: 'g' }])
      expect(await refusal(pageOf(published, view, { cursor: next, ...asked }))).toMatchObject({
        code: 'MR8901',
      });
  });

  test('leads on where other columns are asked for', async () => {
    const { view, next } = await first();
    expect((await pageOf(published, view, { cursor: next, columns: 'rowid', limit: 1 })).rows).toEqual([
      [10],
    ]);
  });

  test('of somebody who sees other rows is refused', async () => {
    const { next } = await first();
    const other = await published.view(run, 'out', { filter: 'g = 1' });
    expect(await refusal(pageOf(published, other, { cursor: next }))).toMatchObject({ code: 'MR8901' });
  });

  test('that was made up is refused', async () => {
    const { view } = await first();
    const made = [{ v: run.runId, q: 'x', n: -1 }, { v: 1 }].map((value) =>
      Buffer.from(JSON.stringify(value)).toString('base64url'),
    );
    for (const cursor of ['', 'x', '{}', ...made])
      expect(await refusal(pageOf(published, view, { cursor }))).toMatchObject({ code: 'MR8002' });
  });

  test('of a version that was replaced is refused', async () => {
    const { next } = await first();
    const again = await published.run('pages.yaml');
    const view = await published.view(again, 'out');
    expect(await refusal(pageOf(published, view, { cursor: next }))).toMatchObject({ code: 'MR8901' });
    run = again;
  });
});

describe('bytes are shared', () => {
  const same: Asked = { limit: 5, columns: 'rowid,g' };
  const bodyOf = async (seen: Seen, asked: Asked = same) => {
    const view = await published.view(run, 'out', seen);
    const question = { limit: 5, format: 'json', ...asked } as const;
    const { body } = await published.reading.page(view, question);
    return { body, tag: published.reading.pageTag(view, question) };
  };

  test('where two people may see the same, whoever they are', async () => {
    const filter = 'g = $team';
    const one = await bodyOf({ filter, attributes: { team: '1', name: 'anna' } });
    const two = await bodyOf({ filter, attributes: { team: '1', name: 'bert' } });
    expect(two.body).toBe(one.body);
    expect(two.tag).toBe(one.tag);
  });

  test.each<readonly [string, Seen, Seen]>([
    [
      'another attribute',
      { filter: 'g = $t', attributes: { t: '1' } },
      { filter: 'g = $t', attributes: { t: '2' } },
    ],
    ['another filter', { filter: 'g = 1' }, { filter: 'g = 1 ' }],
    ['no filter', { filter: 'g = 0' }, {}],
    ['another way to show a column', { shown: { g: 'mask' } }, { shown: { g: 'hash' } }],
    ['another mask', { shown: { g: 'mask' }, masks: { g: 'email' } }, { shown: { g: 'mask' } }],
    ['a column less', { shown: { 'a, b': 'absent' } }, {}],
  ])('and not with %s', async (_, a, b) => {
    const [one, two] = [await bodyOf(a, { columns: 'rowid,g' }), await bodyOf(b, { columns: 'rowid,g' })];
    expect(two.body).not.toBe(one.body);
    expect(two.tag).not.toBe(one.tag);
  });

  test('the mark of a page says what was asked, and the version', async () => {
    const version = await published.version(run, 'out');
    const view = viewOf(version);
    const tags = [
      published.reading.pageTag(view, { limit: 5, format: 'json' }),
      published.reading.pageTag(view, { limit: 6, format: 'json' }),
      published.reading.pageTag(view, { limit: 5, format: 'csv' }),
      published.reading.pageTag(view, { limit: 5, format: 'json', where: 'g = 1' }),
      published.reading.pageTag(view, { limit: 5, format: 'json', order: 'g = 1' }),
      published.reading.pageTag(viewOf({ ...version, runId: 'another' }), { limit: 5, format: 'json' }),
      published.reading.pageTag({ ...view, hashKey: Buffer.from('other') }, { limit: 5, format: 'json' }),
    ];
    expect(new Set(tags).size).toBe(tags.length);
  });
});

test('a few views stay open, and of replaced versions none', async () => {
  for (const g of [1, 2, 3, 4, 5])
    await pageOf(published, await published.view(run, 'out', { filter: `g = ${g}` }));
  expect(published.reading.open()).toBe(3);
  run = await published.run('pages.yaml');
  await pageOf(published, await published.view(run, 'out'));
  expect(published.reading.open()).toBe(1);
  await expect
    .poll(
      async () => (await readdir(published.at.path('reading'))).filter((name) => name !== 'answers').length,
    )
    .toBe(1);
  await published.reading.prepared();
  expect(await readdir(published.at.path('reading', 'answers'))).toEqual([]);
});

test('nobody else can read the copies', async () => {
  const { mode } = await import('node:fs/promises').then(({ stat }) => stat(published.at.path('reading')));
  expect(mode & 0o077).toBe(0);
});
