import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunEvent } from '../../src/kit/index.js';
import { endless, orders } from '../server/support/orders.js';
import { type Served, serve } from '../server/support/serve.js';
import { partners, people } from './support/partners.js';
import { marks, type Path, pathsOf, saidIn } from './support/paths.js';
import { testTrail } from './support/trail.js';

const READ = 'dataset.read Dataset partners/out succeeded 2';
const FAILED = 'dataset.read Dataset partners/out failed MR8904';
const RUN = 'run.read Run RUN succeeded';
const DESCRIBED = 'dataset.describe Dataset partners/out succeeded';

/** By path, what a steward leaves in the trail. */
const recorded: Readonly<Record<string, string>> = {
  'page in JSON': READ,
  'page in CSV': READ,
  'page in Parquet': READ,
  'page in Arrow': READ,
  'page of a version': READ,
  'page in an order': READ,
  'page under a condition': 'dataset.read Dataset partners/out succeeded 1',
  'page whose condition fails': FAILED,
  'page whose condition fails on notes': FAILED,
  'export to CSV': READ,
  'export to JSON lines': READ,
  'export to Parquet': READ,
  'export to Arrow': READ,
  profile: READ,
  SQL: READ,
  'SQL of extremes': 'dataset.read Dataset partners/out succeeded 1',
  'SQL that fails': FAILED,
  quarantine: 'quarantine.read Quarantine RUN succeeded 1',
  trace: 'pipeline.read Pipeline partners succeeded, dataset.read Trace partners succeeded 2',
  record: RUN,
  decisions: RUN,
  events: RUN,
  log: RUN,
  report: RUN,
  state: RUN,
  runs: 'run.read Service service succeeded 1',
  datasets: 'dataset.describe Service service succeeded 1',
  versions: DESCRIBED,
  columns: DESCRIBED,
  pipelines: 'pipeline.read Service service succeeded 5',
  document: 'document.read Pipeline partners denied',
  validation: 'document.read Pipeline partners denied',
};

const big = `millrace: 1
pipeline: big
resources:
  stores:
    here: { folder: .. }
nodes:
  many:
    use: sql
    with: { query: "select range as id, repeat('x', 2000) as text from range(60000)" }
  out:
    use: write_parquet
    from: many
    with: { path: here://big.parquet, mode: replace }
`;

const trail = testTrail();
let served: Served;
let token: string;
let paths: readonly Path[];
let runs: readonly string[];

const headers = { 'content-type': 'application/json' };
const post = async (path: string, body: object): Promise<Record<string, unknown>> => {
  const answer = await served.ask(path, { method: 'POST', body: JSON.stringify(body), headers });
  expect(answer.status, await answer.clone().text()).toBeLessThan(300);
  return (await answer.json()) as Record<string, unknown>;
};
const run = async (pipeline: string): Promise<string> => {
  const { runId } = await post('/v1/runs', { pipeline });
  await served.service.desk.ended(String(runId));
  return String(runId);
};
const asStella = (url: string, init: RequestInit = {}): Promise<Response> =>
  served.ask(url, { ...init, headers: { ...init.headers, authorization: `Bearer ${token}` } });

const tokenOf = async (
  owner: string,
  scope = {},
): Promise<{ readonly id: string; readonly token: string }> => {
  const made = await post('/v1/tokens', { name: 'test', owner, ...scope });
  return { id: String(made['id']), token: String(made['token']) };
};
const withToken = (text: string) => ({ headers: { authorization: `Bearer ${text}` } });

beforeAll(async () => {
  served = await serve(
    { ...orders, ...endless, ...partners, ...people, 'pipelines/big.yaml': big },
    {},
    { audit: trail },
  );
  token = (await tokenOf('stella')).token;
  const runId = await run('partners');
  runs = [runId];
  paths = pathsOf(runId, runId).filter(({ name }) => !name.includes('failed'));
});
afterAll(() => served?.close());

describe('the trail', () => {
  it('has one record of each answer: who asked for what, and what came of it', async () => {
    const left: Record<string, string> = {};
    for (const path of paths) {
      trail.entries.length = 0;
      const answer = await asStella(path.url, path.init ?? {});
      await answer.arrayBuffer();
      left[path.name] = trail.entries
        .map(({ action, resource, outcome, rows, code }) =>
          [action, resource.type, resource.id, outcome, rows, code]
            .filter((each) => each !== undefined)
            .join(' '),
        )
        .join(', ')
        .replaceAll(runs[0] ?? '', 'RUN');
      for (const { actor } of trail.entries)
        expect(actor).toMatchObject({ id: 'stella', roles: ['steward'] });
    }
    expect(left).toEqual(recorded);
  });

  it('shows nothing while it cannot be written', async () => {
    const ready = async () => (await fetch(`${served.address}/v1/health/ready`)).status;
    expect(await ready()).toBe(200);
    trail.isBroken = true;
    try {
      for (const path of paths) {
        const answer = await asStella(path.url, path.init ?? {});
        const said = await saidIn(answer, path, served.folder);
        for (const mark of Object.values(marks))
          expect(said.toLowerCase(), path.name).not.toContain(mark.toLowerCase());
        if (path.name !== 'events') expect([path.name, answer.status]).toEqual([path.name, 503]);
        else expect(said).not.toContain('event: run_started');
      }
      expect(await ready()).toBe(503);
    } finally {
      trail.isBroken = false;
    }
  });
});

describe('whoever is shut out', () => {
  /** As a stream of events sends it. */
  const progress = (share: number) =>
    ({ type: 'stage_started', stage: `s${share}`, nodes: [], kinds: [] }) as unknown as RunEvent;

  it('hears no more of a run that they follow, which is on record', async () => {
    const { id, token: text } = await tokenOf('vera');
    const { runId } = await post('/v1/runs', { pipeline: 'endless' });
    const answer = await fetch(`${served.address}/v1/runs/${runId}/events`, withToken(text));
    const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
    const heard = async (mark: string, said = ''): Promise<string> => {
      if (said.includes(mark)) return said;
      const part = await reader?.read();
      return part?.value === undefined ? said : heard(mark, said + part.value);
    };
    const feed = () => served.service.desk.feedOf(String(runId));
    await heard('run_started');
    feed()?.push(progress(1));
    await heard('"s1"');
    expect((await served.ask(`/v1/tokens/${id}`, { method: 'DELETE' })).status).toBe(204);
    trail.entries.length = 0;
    feed()?.push(progress(2));
    const rest = await heard('event: end');
    expect(rest).toContain('event: end');
    expect(rest).not.toContain('"s2"');
    expect((await reader?.read())?.done).toBe(true);
    expect(trail.entries).toMatchObject([
      { action: 'run.read', outcome: 'denied', resource: { id: runId }, details: { follows: true } },
    ]);
    await served.service.desk.cancel(String(runId));
    await served.service.desk.ended(String(runId));
  });

  it('is sent no more of an export', async () => {
    await run('big');
    const { id, token: text } = await tokenOf('vera');
    const url = `${served.address}/v1/datasets/big/out/export?format=csv`;
    const answer = await fetch(url, withToken(text));
    const whole = Number(answer.headers.get('content-length'));
    const reader = answer.body?.getReader();
    let bytes = (await reader?.read())?.value?.length ?? 0;
    expect((await served.ask(`/v1/tokens/${id}`, { method: 'DELETE' })).status).toBe(204);
    trail.entries.length = 0;
    await new Promise((resolve) => setTimeout(resolve, 600));
    const broken = async (): Promise<void> => {
      for (let part = await reader?.read(); part?.value; part = await reader?.read())
        bytes += part.value.length;
    };
    await expect(broken()).rejects.toThrow();
    expect(bytes).toBeLessThan(whole);
    expect(trail.entries).toMatchObject([
      {
        action: 'dataset.read',
        outcome: 'denied',
        resource: { id: 'big/out' },
        details: { brokenOff: true },
      },
    ]);
    expect((await fetch(url, withToken(text))).status).toBe(401);
  });

  it('is not given what a key was answered with before, nor is a token for other things', async () => {
    const { token: wide } = await tokenOf('adam');
    const { token: narrow } = await tokenOf('adam', { scope: { pipelines: ['big'] } });
    const ask = (text: string) =>
      fetch(`${served.address}/v1/runs`, {
        method: 'POST',
        body: JSON.stringify({ pipeline: 'partners' }),
        headers: { ...withToken(text).headers, ...headers, 'idempotency-key': 'once' },
      });
    const first = await ask(wide);
    expect(first.status).toBe(202);
    const { runId } = (await first.json()) as { runId: string };
    await served.service.desk.ended(runId);
    trail.entries.length = 0;
    expect(await (await ask(wide)).json()).toMatchObject({ runId });
    expect(trail.entries).toMatchObject([
      { action: 'run.read', resource: { id: runId }, outcome: 'succeeded' },
    ]);
    expect(await (await ask(narrow)).text()).not.toContain(runId);
  });

  it('is so from the next request after a rule was edited', async () => {
    const { token: text } = await tokenOf('denise');
    const rows = async () => {
      const answer = await fetch(`${served.address}/v1/datasets/partners/out/rows`, withToken(text));
      return answer.status === 200
        ? ((await answer.json()) as { rows: unknown[] }).rows.length
        : answer.status;
    };
    const rule = people['access/regional.cedar'];
    const file = join(served.folder, 'access/regional.cedar');
    trail.entries.length = 0;
    expect(await rows()).toBe(1);
    expect(trail.entries).toMatchObject([
      {
        rowFilter: 'country = $country',
        rows: 1,
        columns: {
          granted: ['id', 'country', 'note'],
          masked: { email: 'hash', who: 'hash' },
        },
        policies: expect.arrayContaining(['regional-rows', 'regional-clear', 'regional-hashed']),
      },
    ]);
    await writeFile(file, rule.replace('country = $country', 'country != $country or true'));
    expect(await rows()).toBe(2);
    await writeFile(file, rule.replace('Action::"dataset.read", ', 'Action::"quarantine.read", '));
    expect(await rows()).toBe(403);
    await writeFile(file, rule);
    expect(await rows()).toBe(1);
    const project = people['millrace.yaml'];
    await writeFile(
      join(served.folder, 'millrace.yaml'),
      project.replace('    denise: { roles: [regional], attributes: { country: DE } }\n', ''),
    );
    expect(await rows()).toBe(401);
    await writeFile(join(served.folder, 'millrace.yaml'), project);
  });
});
