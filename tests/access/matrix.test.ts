import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Served, serve } from '../server/support/serve.js';
import { canary, partners, people } from './support/partners.js';
import { type Mark, marks, ofBad, ofRows, type Path, pathsOf, saidIn } from './support/paths.js';

/** What each may see. */
const sees: Readonly<Record<string, readonly Mark[]>> = {
  vera: ['open', 'elsewhere'],
  olaf: ['open', 'elsewhere', 'badOpen'],
  anna: ['open', 'elsewhere', 'badOpen'],
  adam: ['open', 'elsewhere', 'badOpen'],
  denise: ['open'],
  nobody: [],
  stella: [...ofRows, ...ofBad],
};

let served: Served;
let paths: readonly Path[];
const tokens = new Map<string, string>();

const post = async (path: string, body: object): Promise<Record<string, unknown>> => {
  const answer = await served.ask(path, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json' },
  });
  expect(answer.status, await answer.clone().text()).toBeLessThan(300);
  return (await answer.json()) as Record<string, unknown>;
};

const run = async (pipeline: string): Promise<string> => {
  const { runId } = await post('/v1/runs', { pipeline });
  await served.service.desk.ended(String(runId));
  return String(runId);
};

/** A run that says why it failed, with a value of the row that is not everybody's. */
const failing = partners['pipelines/partners.yaml']
  .replace('pipeline: partners', 'pipeline: failing')
  .replace("upper(split_part(email, '@', 1))", "case country when 'FR' then cast(note as integer) end")
  .replace('        email: { type: email }\n        account: { type: iban }\n', '')
  .replace('out.parquet', 'failing.parquet')
  // A file of its own, which nobody says to hold what is personal.
  .replace('partners.csv', 'notes.csv');

const as = (who: string, path: string, init: RequestInit = {}): Promise<Response> =>
  served.ask(path, { ...init, headers: { ...init.headers, authorization: `Bearer ${tokens.get(who)}` } });

beforeAll(async () => {
  served = await serve({
    ...partners,
    ...people,
    'pipelines/failing.yaml': failing,
    'notes.csv': `id,country,note\n1,DE,${canary.open}\n2,FR,${canary.elsewhere}\n`,
  });
  for (const owner of Object.keys(sees))
    tokens.set(owner, String((await post('/v1/tokens', { name: 'test', owner }))['token']));
  paths = pathsOf(await run('partners'), await run('failing'));
});
afterAll(() => served?.close());

const found = (said: string): readonly Mark[] =>
  (Object.keys(marks) as Mark[]).filter((mark) => said.toLowerCase().includes(marks[mark].toLowerCase()));

describe.each(Object.entries(sees))('%s', (who, allowed) => {
  it('finds no value on any path that is not to be seen, and each that is', async () => {
    for (const path of paths) {
      const answer = await as(who, path.url, path.init);
      expect(answer.status, path.name).toBeLessThan(500);
      const seen = found(await saidIn(answer, path, served.folder));
      expect(
        seen.filter((mark) => !allowed.includes(mark)),
        `${path.name}: ${answer.status}`,
      ).toEqual([]);
      const expected = path.has.filter((mark) => allowed.includes(mark));
      const isWhole = who === 'stella' || (path.name !== 'trace' && path.name !== 'quarantine');
      if (isWhole && answer.ok) expect(seen, path.name).toEqual(expect.arrayContaining(expected));
    }
  });
});

describe('what decides', () => {
  it('is who asks: of the same question, nobody is given the bytes of another', async () => {
    const url = '/v1/datasets/partners/out/rows';
    const whole = await as('stella', url);
    const tag = whole.headers.get('etag') ?? '';
    expect((await as('stella', url, { headers: { 'if-none-match': tag } })).status).toBe(304);
    const other = await as('vera', url, { headers: { 'if-none-match': tag } });
    expect(other.status).toBe(200);
    expect(other.headers.get('etag')).not.toBe(tag);
  });

  it('is nothing that a question can bring out of what is masked', async () => {
    const rowsWhere = async (who: string, where: string): Promise<number> => {
      const url = `/v1/datasets/partners/out/rows?where=${encodeURIComponent(where)}`;
      const answer = await as(who, url);
      expect(answer.status, await answer.clone().text()).toBe(200);
      return ((await answer.json()) as { rows: unknown[] }).rows.length;
    };
    const isThere = `email = '${canary.personal}'`;
    expect(await rowsWhere('stella', isThere)).toBe(1);
    expect(await rowsWhere('vera', isThere)).toBe(0);
    expect(await rowsWhere('denise', isThere)).toBe(0);
    expect(await rowsWhere('denise', "country = 'FR'")).toBe(0);
    expect(await rowsWhere('vera', "country = 'FR'")).toBe(1);
  });

  it('lets nobody choose rows for a replay by what they may not see', async () => {
    const [runId] =
      /[^/]+(?=\/quarantine)/.exec(paths.find(({ name }) => name === 'quarantine')?.url ?? '') ?? [];
    const replay = (who: string): Promise<Response> =>
      as(who, `/v1/runs/${runId}/replay`, {
        method: 'POST',
        body: JSON.stringify({ where: "email like 'canary%'" }),
        headers: { 'content-type': 'application/json' },
      });
    for (const who of ['olaf', 'anna', 'adam', 'denise']) expect((await replay(who)).status, who).toBe(403);
    expect((await replay('stella')).status).toBe(202);
  });

  it('says of what may not be seen that it is not there', async () => {
    const hidden = await as('nobody', '/v1/pipelines/partners');
    const missing = await as('nobody', '/v1/pipelines/partnerz');
    expect([hidden.status, missing.status]).toEqual([404, 404]);
    const text = async (answer: Response) => ((await answer.json()) as { detail: string }).detail;
    expect(await text(hidden)).toBe((await text(missing)).replace('partnerz', 'partners'));
  });
});
