import { readFile, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { wire } from '../../src/app/wire.js';
import type { RunRecord } from '../../src/kit/index.js';
import { millrace } from '../support/cli.js';
import { documentOf, reading, someRows, writing } from '../support/document.js';
import { type Project, project } from '../support/project.js';
import { faulty } from './faulty.js';

const fromEnvironment = (name: string): string => `$\{env:${name}}`;

interface Received {
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: Readonly<Record<string, unknown>>;
}

/** A server that answers with these statuses, one after the other, and with the last from then on; 0 is no answer at all. */
const listening = async (...statuses: readonly number[]) => {
  const received: Received[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const status = statuses[Math.min(received.length, statuses.length - 1)] ?? 200;
    const body = JSON.parse(Buffer.concat(chunks).toString()) as Received['body'];
    received.push({ path: request.url ?? '', headers: request.headers, body });
    if (status !== 0) response.writeHead(status).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, received };
};

const check = `  enough:
    use: check
    from: rows
    with: { rows: { min: 50 } }
`;

const made = (policies: string, nodes = '') =>
  project({
    'pipeline.yaml': documentOf(`${reading}${nodes}${writing('rows')}`, `policies:\n${policies}`),
    'data/in.csv': someRows,
  });

const run = async (at: Project, options: Parameters<typeof millrace>[2] = {}) => {
  const seen = await millrace(at, ['run', 'pipeline.yaml', '--json'], options);
  return { ...seen, record: JSON.parse(seen.out || '{}') as RunRecord };
};

describe('a webhook', () => {
  it('is told of a success, with headers from the environment', async () => {
    const { url, received } = await listening();
    const at = await made(
      `  - on_success: { webhook: "${fromEnvironment('HOOK')}", headers: { authorization: "${fromEnvironment('TOKEN')}" } }\n`,
    );
    const { code, err, out, record } = await run(at, {
      environment: { HOOK: `${url}/s3cret`, TOKEN: 't0ken' },
    });
    expect(code, err).toBe(0);
    expect(received[0]?.path).toBe('/s3cret');
    expect(received[0]?.headers['authorization']).toBe('t0ken');
    expect(received[0]?.body).toMatchObject({
      event: 'success',
      pipeline: 'cases',
      status: 'succeeded',
      runId: record.runId,
      outputs: [{ node: 'result', rows: 3 }],
    });
    expect(record.hooks?.map(({ on, succeeded }) => [on, succeeded])).toEqual([['success', true]]);
    expect(out + err).not.toContain('s3cret');
    expect(out + err).not.toContain('t0ken');
  });

  it('is told of a failure by the node and the error that its rule names', async () => {
    const { url, received } = await listening();
    const at = await made(
      `  - { match: { code: MR3016 }, on_failure: { webhook: "${url}/io" } }\n  - { match: { fault: data }, on_failure: { webhook: "${url}/data" } }\n`,
    );
    const { code } = await run(at, { wiring: faulty(() => 'before').wiring });
    expect(code).toBe(1);
    expect(received.map(({ path }) => path)).toEqual(['/io']);
    expect(received[0]?.body).toMatchObject({
      event: 'failure',
      status: 'failed',
      problems: [{ code: 'MR3016' }],
    });
  });

  it('is told of a source that is not there, with the id of the run', async () => {
    const { url, received } = await listening();
    const at = await made(
      `  - { match: { node: rows }, on_failure: { webhook: "${url}/rows" } }\n  - { match: { node: result }, on_failure: { webhook: "${url}/result" } }\n`,
    );
    await rm(at.path('data/in.csv'));
    const { code, err } = await run(at);
    expect(code).toBe(1);
    expect(err).toContain('error[MR3004]');
    expect(received.map(({ path }) => path)).toEqual(['/rows']);
    expect(received[0]?.body).toMatchObject({
      event: 'failure',
      pipeline: 'cases',
      status: 'failed',
      problems: [{ code: 'MR3004', node: 'rows' }],
    });
    const [kept] = await wire().createRunStore(at.path('.millrace')).list();
    expect(kept?.status).toBe('failed');
    expect(received[0]?.body).toMatchObject({ runId: kept?.runId });
  });

  it('that cannot be told of such a source is a warning beside the error', async () => {
    const { url } = await listening(500);
    const at = await made(`  - on_failure: { webhook: "${url}" }\n`);
    await rm(at.path('data/in.csv'));
    const { code, err } = await run(at, { wiring: faulty(() => 'none').wiring });
    expect(code).toBe(1);
    expect(err).toContain('error[MR3004]');
    expect(err).toContain('warning[MR7030]');
  });

  it('is not told of a document that does not hold', async () => {
    const { url, received } = await listening();
    const at = await made(
      `  - on_failure: { webhook: "${url}" }\n`,
      '  odd: { use: filter, from: rows, with: { where: nix > 1 } }\n',
    );
    expect((await run(at)).code).toBe(2);
    expect(received).toEqual([]);
  });

  it('is told of a check that fails, once for all of them', async () => {
    const { url, received } = await listening();
    const at = await made(`  - { match: { kind: check }, on_failed_check: { webhook: "${url}" } }\n`, check);
    const { code } = await run(at);
    expect(code).toBe(3);
    expect(received.map(({ body }) => body)).toMatchObject([
      { event: 'failed_check', checks: [{ node: 'enough' }] },
    ]);
  });

  it('is tried once more, and a run never fails for it', async () => {
    const { url, received } = await listening(500);
    const at = await made(`  - on_success: { webhook: "${url}" }\n`);
    const { code, err, record } = await run(at, { wiring: faulty(() => 'none').wiring });
    expect(code, err).toBe(0);
    expect(received).toHaveLength(2);
    expect(record.status).toBe('succeeded');
    expect(err).toContain('warning[MR7030]');
    expect(err).toContain('it answered 500');
  });

  it('that does not answer is waited for as long as it may take', async () => {
    const { url } = await listening(0);
    const at = await made(`  - on_success: { webhook: "${url}", timeout: 100ms }\n`);
    const { code, err } = await run(at, { wiring: faulty(() => 'none').wiring });
    expect(code, err).toBe(0);
    expect(err).toContain('it took longer than 0.1 s');
  });

  it('is not told of a run that was interrupted', async () => {
    const { url, received } = await listening();
    const at = await made(`  - { on_failure: { webhook: "${url}" } }\n`);
    const stop = new AbortController();
    const { wiring } = faulty(() => {
      stop.abort();
      return 'hangs';
    });
    expect((await run(at, { wiring, signal: stop.signal })).code).toBe(130);
    expect(received).toEqual([]);
  });
});

const script =
  "require('fs').writeFileSync('told.json', JSON.stringify({ env: process.env, body: require('fs').readFileSync(0, 'utf8'), words: process.argv.slice(1) }))";

describe('a command', () => {
  it('gets what happened on its input, its words as they are, and of the environment what it names', async () => {
    const at = await made(
      `  - on_success: { command: [${process.execPath}, "-e", ${JSON.stringify(script)}, "a b; touch x"], environment: [NAMED, ABSENT] }\n`,
    );
    const { code, err } = await run(at, { environment: { NAMED: 'yes', SECRET: 'no' } });
    expect(code, err).toBe(0);
    const told = JSON.parse(await readFile(at.path('told.json'), 'utf8'));
    expect(told.env).toEqual({ NAMED: 'yes' });
    expect(told.words).toEqual(['a b; touch x']);
    expect(JSON.parse(told.body)).toMatchObject({ event: 'success', pipeline: 'cases' });
  });

  it('that takes too long is ended with all that it started', async () => {
    const child = 'sleep 30 & echo $! > child.pid; wait';
    const at = await made(
      `  - on_success: { command: [/bin/sh, -c, ${JSON.stringify(child)}], timeout: 500ms }\n`,
    );
    const { code, err } = await run(at);
    expect(code, err).toBe(0);
    expect(err).toContain('warning[MR7030] sh could not be told of the success: it took longer than 0.5 s');
    const pid = Number(await at.read('child.pid'));
    await expect.poll(() => isGone(pid)).toBe(true);
  });

  it.each([
    ['that is not there', '[/no/such/program]', 'ENOENT'],
    ['that fails', '[/bin/sh, -c, exit 3]', 'exit code 3'],
  ])('%s never fails a run', async (_what, command, why) => {
    const at = await made(`  - on_success: { command: ${command} }\n`);
    const { code, err, record } = await run(at);
    expect(code, err).toBe(0);
    expect(record.status).toBe('succeeded');
    expect(record.hooks?.[0]?.why).toContain(why);
  });
});

/** A process that was ended is there until its parent has looked after it. */
const isGone = async (pid: number): Promise<boolean> => {
  const state = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  return state === '' || /\) Z /.test(state);
};
