import { createHash } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, onTestFinished, test, vi } from 'vitest';
import { runPipeline, wire } from '../../src/app/index.js';
import { createFetch } from '../../src/storage/index.js';
import { millrace } from '../support/cli.js';
import { type Project, project } from '../support/project.js';

/** Other tests fetch files too: what is left is looked for in a folder of its own. */
const temporary = mkdtempSync(join(tmpdir(), 'millrace-test-'));
vi.stubEnv('TMPDIR', temporary);
afterAll(async () => {
  // Other files are tested in this process.
  vi.unstubAllEnvs();
  await rm(temporary, { recursive: true, force: true });
});

const ROWS = 'id,name\n1,Ada\n2,Grace\n';

/** A project that reads a file of a server on this machine. */
const reading = async (listener: RequestListener, path = 'orders.csv', target = 'out'): Promise<Project> => {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return project({
    'pipeline.yaml': `millrace: 1
pipeline: fetched
resources:
  stores:
    partner: { url: "http://127.0.0.1:${port}/exports" }
    out: { folder: ./out }
nodes:
  orders: { use: read_csv, with: { path: "partner://${path}" } }
  every: { use: write_csv, from: orders, with: { path: ${target}://all.csv } }
`,
  });
};

const sending =
  (body: string, headers: Readonly<Record<string, string>> = {}): RequestListener =>
  (_, response) => {
    response.writeHead(200, headers).end(body);
  };

const fetchedFolders = async (): Promise<readonly string[]> =>
  (await readdir(tmpdir())).filter((name) => name.startsWith('millrace-fetched-'));

const codesOf = async (at: Project): Promise<string> => {
  const { err, out } = await millrace(at, ['run', 'pipeline.yaml']);
  return `${out}${err}`;
};

test('a file of a server is read as one of a folder', async () => {
  const asked: (string | undefined)[] = [];
  const digest = createHash('sha256').update(ROWS).digest('base64');
  const at = await reading((request, response) => {
    asked.push(request.url);
    sending(ROWS, { 'repr-digest': `sha-256=:${digest}:`, 'last-modified': 'Sat, 31 Jan 2026 10:00:00 GMT' })(
      request,
      response,
    );
  }, 'of 2026/orders.csv');
  const { record } = await runPipeline(wire({ cwd: at.folder }), 'pipeline.yaml');
  expect([record.status, asked]).toEqual(['succeeded', ['/exports/of%202026/orders.csv']]);
  expect(await at.read('out/all.csv')).toBe(ROWS);
  expect(record.inputs[0]?.files).toMatchObject([
    { name: 'of 2026/orders.csv', modified: '2026-01-31T10:00:00.000Z' },
  ]);
});

test('what is wrong in it is told with its address', async () => {
  const at = await reading(sending('id,name\n1,"Ada\n2,Grace\n3,"x"y\n'));
  expect(await codesOf(at)).toMatch(/http:\/\/127\.0\.0\.1:\d+\/exports\/orders\.csv/);
  expect(await fetchedFolders()).toEqual([]);
});

test.each([
  ['is not there', (_, response) => response.writeHead(404).end(), 'MR3004'],
  ['is refused', (_, response) => response.writeHead(403).end('no'), 'MR3040'],
  [
    'is refused for a while',
    (_, response) => response.writeHead(503, { 'retry-after': '120' }).end(),
    'Retry-After: 120',
  ],
  [
    'is cut off',
    (_, response) =>
      response.writeHead(200, { 'content-length': '999' }).write(ROWS, () => response.destroy()),
    '[MR3041] http',
  ],
  ['is another than its digest', sending(ROWS, { 'repr-digest': 'sha-256=:AAAA:' }), 'MR3042'],
] satisfies readonly (readonly [string, RequestListener, string])[])(
  'a file that %s stops the run before it begins',
  async (_, listener, said) => {
    const at = await reading(listener as RequestListener);
    const told = await codesOf(at);
    expect(told).toContain(said);
    expect(told).toContain('pipeline.yaml:8');
    expect(await fetchedFolders()).toEqual([]);
  },
);

test('a server that sends nothing more is given up', async () => {
  const at = await reading((_, response) => void response.writeHead(200).write('id,name\n'));
  const wiring = wire({ cwd: at.folder, fetchFile: createFetch({ stallSeconds: 0.2 }) });
  const { record } = await runPipeline(wiring, 'pipeline.yaml');
  expect(record).toMatchObject({ status: 'failed', problems: [{ code: 'MR3040' }] });
  expect(record.problems[0]?.message).toContain('sent nothing for 0.2 s');
});

test('a run that is interrupted does not wait for a server', async () => {
  const stop = new AbortController();
  const at = await reading(() => stop.abort(new Error('enough')));
  const running = runPipeline(wire({ cwd: at.folder }), 'pipeline.yaml', { signal: stop.signal });
  await expect(running).rejects.toThrow();
  expect(await fetchedFolders()).toEqual([]);
});

test('names single files, and is never written', async () => {
  const pattern = await reading(sending(ROWS), '*.csv');
  expect(await codesOf(pattern)).toContain('MR3043');
  const target = await reading(sending(ROWS), 'orders.csv', 'partner');
  expect(await codesOf(target)).toContain('MR3043');
});

test('a server that fails now and then is asked again, as a policy says, and the record tells', async () => {
  let asked = 0;
  const at = await reading((request, response) => {
    asked += 1;
    if (asked < 3) response.writeHead(503).end();
    else sending(ROWS)(request, response);
  });
  await at.write({
    'pipeline.yaml': `${await at.read('pipeline.yaml')}policies:
  - match: { kind: read_* }
    retry: { max_attempts: 3, type: constant, initial: 10ms }
`,
  });
  const { record } = await runPipeline(wire({ cwd: at.folder }), 'pipeline.yaml');
  expect([record.status, asked]).toEqual(['succeeded', 3]);
  expect(record.tried).toMatchObject([
    {
      work: 'fetching',
      nodes: ['orders'],
      file: 'partner://orders.csv',
      attempts: [{ codes: ['MR3040'] }, { codes: ['MR3040'] }, { codes: [] }],
    },
  ]);
});

test('a server that hangs is given up after the time of the policy, and its file is no longer asked for', async () => {
  let asked = 0;
  const at = await reading(() => {
    asked += 1;
  });
  await at.write({
    'pipeline.yaml': `${await at.read('pipeline.yaml')}policies:
  - match: { node: orders }
    timeout: 100ms
    retry: { max_attempts: 2, type: constant, initial: 1ms }
`,
  });
  expect(await codesOf(at)).toMatch(/fetching "partner:\/\/orders\.csv"/);
  expect(asked).toBe(2);
  expect(await fetchedFolders()).toEqual([]);
});
