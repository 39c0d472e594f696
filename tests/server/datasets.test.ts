import { tableFromIPC } from 'apache-arrow';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type Served, serve } from './support/serve.js';

const document = `millrace: 1
pipeline: flights
resources:
  stores:
    here: { folder: .. }
nodes:
  flights:
    use: read_csv
    with: { path: here://flights.csv }
  out:
    use: write_parquet
    from: flights
    with: { path: here://published.parquet, mode: replace }
`;

let served: Served;
beforeAll(async () => {
  served = await serve({
    'pipelines/flights.yaml': document,
    'flights.csv': 'id,origin,delay\n1,SAN,5\n2,=LAX,-3\n3,SFO,\n',
  });
  await run();
});
afterAll(() => served.close());

const run = async (): Promise<string> => {
  const { ask } = served;
  const started = await ask('/v1/runs', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ pipeline: 'flights' }),
  });
  const { runId } = (await started.json()) as { readonly runId: string };
  await vi.waitFor(
    async () => {
      const state = (await (await ask(`/v1/runs/${runId}`)).json()) as { readonly status: string };
      expect(state.status).toBe('succeeded');
    },
    { timeout: 30_000 },
  );
  return runId;
};

const rows = (query = '', init: RequestInit = {}) =>
  served.ask(`/v1/datasets/flights/out/rows${query}`, init);
const json = async (answer: Response): Promise<Record<string, unknown>> =>
  (await answer.json()) as Record<string, unknown>;

describe('rows', () => {
  test('come in pages of JSON', async () => {
    const first = await json(await rows('?limit=2&order=-id'));
    expect(first).toMatchObject({
      columns: [
        { name: 'id', type: 'BIGINT', shown: 'clear' },
        { name: 'origin', type: 'VARCHAR', shown: 'clear' },
        { name: 'delay', type: 'BIGINT', shown: 'clear' },
      ],
      rows: [
        [3, 'SFO', null],
        [2, '=LAX', -3],
      ],
    });
    const next = encodeURIComponent(String(first['next']));
    const second = await json(await rows(`?limit=2&order=-id&cursor=${next}`));
    expect(second).toMatchObject({ version: first['version'], rows: [[1, 'SAN', 5]] });
    expect(second).not.toHaveProperty('next');
  });

  test('come in the format that is accepted, or asked for', async () => {
    const csv = await rows('?limit=2', { headers: { accept: 'text/csv' } });
    expect(csv.headers.get('content-type')).toMatch(/^text\/csv/);
    expect(csv.headers.get('x-next-cursor')).toBeTruthy();
    expect(await csv.text()).toBe("id,origin,delay\n1,SAN,5\n2,'=LAX,-3\n");
    const arrow = await rows('?format=arrow&columns=id');
    expect(arrow.headers.get('content-type')).toBe('application/vnd.apache.arrow.stream');
    const table = tableFromIPC(new Uint8Array(await arrow.arrayBuffer()));
    expect(table.getChild('id')?.toArray()).toEqual(BigInt64Array.of(1n, 2n, 3n));
  });

  test('are marked by version, grant and question, and not sent again', async () => {
    const first = await rows('?limit=2');
    const tag = first.headers.get('etag') ?? '';
    expect(first.headers.get('vary')).toBe('Authorization, Cookie, Accept');
    expect(first.headers.get('cache-control')).toBe('private, no-cache');
    for (const mark of [tag, `"other", W/${tag}`]) {
      const again = await rows('?limit=2', { headers: { 'if-none-match': mark } });
      expect([again.status, await again.text()]).toEqual([304, '']);
    }
    expect((await rows('?limit=1', { headers: { 'if-none-match': tag } })).status).toBe(200);
    expect((await rows('?limit=2', { headers: { 'if-none-match': tag, accept: 'text/csv' } })).status).toBe(
      200,
    );
  });

  test.each([
    ['?where=dely > 1', 422, 'MR2104'],
    ['?where=delay', 422, 'MR2108'],
    ["?where=origin in (select 'x' from y)", 422, 'MR2110'],
    ['?where=origin::integer = 1', 400, 'MR8904'],
    ['?limit=10001', 400, 'MR8002'],
    ['?cursor=x', 400, 'MR8002'],
    ['?columns=a', 422, 'MR2104'],
    ['?version=20200101-000000-aaaa', 410, 'MR8901'],
  ])('%s is refused with %i %s', async (query, status, code) => {
    const answer = await rows(query.replaceAll(' ', '%20'));
    expect([answer.status, (await json(answer))['code']]).toEqual([status, code]);
  });

  test('of what was never published', async () => {
    const answer = await served.ask('/v1/datasets/flights/nothing/rows');
    expect([answer.status, (await json(answer))['code']]).toEqual([404, 'MR8011']);
  });

  test('need a token', async () => {
    const answer = await fetch(`${served.address}/v1/datasets/flights/out/rows`);
    expect(answer.status).toBe(401);
  });
});

test('an export is a file with a name of ours and its length', async () => {
  const answer = await served.ask('/v1/datasets/flights/out/export?format=csv');
  const text = await answer.text();
  expect(text).toBe("id,origin,delay\n1,SAN,5\n2,'=LAX,-3\n3,SFO,\n");
  expect(answer.headers.get('content-length')).toBe(String(text.length));
  expect(answer.headers.get('content-disposition')).toMatch(
    /^attachment; filename="flights\.out\.[\w-]+\.csv"$/,
  );
  const etag = answer.headers.get('etag') ?? '';
  const again = await served.ask('/v1/datasets/flights/out/export?format=csv', {
    headers: { 'if-none-match': etag },
  });
  expect(again.status).toBe(304);
});

test('a profile tells what columns are like', async () => {
  const profile = await json(await served.ask('/v1/datasets/flights/out/profile'));
  expect(profile).toMatchObject({ rows: 3 });
  expect(profile['columns']).toContainEqual({
    name: 'delay',
    type: 'BIGINT',
    shown: 'clear',
    nulls: 1,
    distinct: 2,
    least: -3,
    greatest: 5,
    frequent: [
      { value: '-3', rows: 1 },
      { value: '5', rows: 1 },
    ],
  });
});

const sql = (body: object) =>
  served.ask('/v1/sql', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

describe('a query', () => {
  const datasets = { f: { pipeline: 'flights', node: 'out' } };

  test('is answered with the versions that it read', async () => {
    const answer = await json(await sql({ query: 'select max(delay) as most from f', datasets }));
    expect(answer).toMatchObject({
      columns: [{ name: 'most', type: 'BIGINT' }],
      rows: [[5]],
      isCut: false,
      datasets: { f: { version: expect.stringMatching(/\w/) } },
    });
  });

  test.each([
    [{ query: 'select 1', datasets: { a: datasets.f, A: datasets.f } }, 400, 'MR8002'],
    [{ query: 'select 1', datasets: {} }, 400, 'MR8002'],
    [{ query: 'select * from g', datasets }, 422, 'MR2110'],
    [{ query: 'select * from f', datasets: { f: { pipeline: 'flights', node: 'x' } } }, 404, 'MR8011'],
  ])('%j is refused', async (body, status, code) => {
    const answer = await sql(body);
    expect([answer.status, (await json(answer))['code']]).toEqual([status, code]);
  });
});

test('a version that was replaced is gone, and the new one is there at once', async () => {
  const before = await json(await rows());
  const runId = await run();
  expect(await json(await rows())).toMatchObject({ version: runId });
  const old = await rows(`?version=${String(before['version'])}`);
  expect([old.status, (await json(old))['code']]).toEqual([410, 'MR8901']);
});
