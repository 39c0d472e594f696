import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PassThrough, Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { orders } from '../server/support/orders.js';
import { type Served, serve } from '../server/support/serve.js';
import { type CommandOptions, millrace } from '../support/cli.js';
import { type Project, project } from '../support/project.js';

const configuration = `serve: 1
uploads:
  scanner: none
  channels:
    orders: { accept: [csv], folder: inbox/orders }
`;

const CSV = 'id,name\n1,a\n';

describe('the command line as a client of a service', () => {
  let served: Served;
  let bare: Served;
  beforeAll(async () => {
    served = await serve({ ...orders, 'serve.yaml': configuration });
    bare = await serve({});
  });
  afterAll(async () => {
    await served?.close();
    await bare?.close();
  });

  const run = (at: Project, words: string, { environment = {}, ...options }: CommandOptions = {}) =>
    millrace(at, words.replaceAll('URL', served.address).split(' '), {
      environment: { HOME: at.folder, XDG_CONFIG_HOME: at.path('config'), ...environment },
      ...options,
    });
  const withToken = () => ({ environment: { MILLRACE_TOKEN: served.token } });
  const piped = (text: string): CommandOptions => ({ terminal: { input: () => Readable.from([text]) } });
  const kept = (at: Project) => at.path('config/millrace/credentials.json');

  describe('login', () => {
    it('keeps a token that is piped in, where only this person reads it', async () => {
      const at = await project();
      const { code, out, err } = await run(at, 'login URL/ --token-stdin', piped(`${served.token}\n`));
      expect([code, out]).toEqual([0, '']);
      expect(err).toContain(`logged in at ${served.address}; the token is kept in ${kept(at)}`);
      expect((await stat(kept(at))).mode & 0o777).toBe(0o600);
      expect((await stat(at.path('config/millrace'))).mode & 0o777).toBe(0o700);
      expect((await run(at, 'runs --server URL')).code).toBe(0);
      const listed = await run(at, 'login --list');
      expect(listed.out).toContain(served.address);
      const asJson = await run(at, 'login --list --json');
      expect(JSON.parse(asJson.out)).toEqual([{ url: served.address, since: expect.any(String) }]);
      for (const shown of [err, listed.out, asJson.out]) expect(shown).not.toContain(served.token);
      expect(await readdir(at.path('config/millrace'))).toEqual(['credentials.json']);
    });

    it('asks at a terminal, and does not show what is typed', async () => {
      const at = await project();
      const [keyboard, screen] = [new PassThrough(), new PassThrough()];
      const shown: string[] = [];
      screen.on('data', (chunk) => shown.push(String(chunk)));
      const typed = run(at, 'login URL', { terminal: { conversation: () => ({ keyboard, screen }) } });
      for (const character of `${served.token}\r`) keyboard.write(character);
      const { code, err } = await typed;
      expect(code, err).toBe(0);
      expect(shown.join('')).toBe('Token (not shown): \n');
      expect(await readFile(kept(at), 'utf8')).toContain(served.token);
    });

    it('takes it from the environment', async () => {
      const at = await project();
      expect((await run(at, 'login URL', withToken())).code).toBe(0);
      expect(await readFile(kept(at), 'utf8')).toContain(served.token);
    });

    it.each([
      ['login URL', {}, 'MR8509'],
      ['login URL --token-stdin', piped('\n'), 'MR8509'],
      ['login URL --token-stdin', piped('mr_secret'), 'MR8504'],
      ['login URL --token-stdin', piped('mr_secret and more'), 'MR8509'],
      ['login http://host.example --token-stdin', piped('mr_secret'), 'MR8506'],
      ['login ftp://host --token-stdin', piped('mr_secret'), 'MR8505'],
      ['login http://127.0.0.1:9 --token-stdin', piped('mr_secret'), 'MR8501'],
      ['login', {}, 'MR6003'],
    ])('refuses `%s`, keeps nothing, and repeats no token (%#)', async (words, options, code) => {
      const at = await project();
      const seen = await run(at, words, options);
      expect(seen.err).toContain(`error[${code}]`);
      expect(seen.code).toBe(code === 'MR8501' ? 1 : 2);
      expect(seen.out + seen.err).not.toContain('secret');
      await expect(stat(kept(at))).rejects.toThrow();
    });

    it('shows the token to no other server', async () => {
      const at = await project();
      const asked: (string | undefined)[] = [];
      const other = createServer((request, response) => {
        asked.push(request.headers.authorization);
        response.setHeader('content-type', 'text/html').end('<html>');
      });
      await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
      const url = `http://127.0.0.1:${(other.address() as AddressInfo).port}`;
      for (const words of [`login ${url}`, `runs --server ${url}`]) {
        const { code, err } = await run(at, words, withToken());
        expect([code, err]).toEqual([2, expect.stringContaining('error[MR8502]')]);
      }
      other.close();
      expect(asked).toEqual([undefined, undefined]);
    });

    it('forgets a token, and says where none is kept', async () => {
      const at = await project();
      await run(at, 'login URL', withToken());
      const near = await run(at, `logout ${served.address}/a`);
      expect(near.err).toMatch(/MR8510[\s\S]*did you mean/);
      expect((await run(at, 'logout URL')).code).toBe(0);
      expect(await readFile(kept(at), 'utf8')).not.toContain(served.token);
      expect((await run(at, 'runs --server URL')).err).toContain('MR8503');
    });

    it('says that what is kept is damaged, without showing it', async () => {
      const at = await project({ 'config/millrace/credentials.json': '{"secret' });
      const { code, err } = await run(at, 'login --list');
      expect([code, err]).toEqual([1, expect.stringContaining('MR8508')]);
      expect(err).not.toContain('secret');
    });
  });

  describe('upload', () => {
    it('says that the file was promoted, and as what', async () => {
      const at = await project({ 'a.csv': CSV });
      const { code, out, err } = await run(at, 'upload a.csv --to URL --channel orders', withToken());
      expect([code, err]).toEqual([0, 'a.csv: sends 12 B\na.csv: received; is examined\n']);
      const name = /^a\.csv promoted as (\S+\.csv), 12 B \(upload \S+\)\n$/.exec(out)?.[1] ?? '';
      expect(await readFile(`${served.folder}/inbox/orders/${name}`, 'utf8')).toBe(CSV);
      expect(await readdir(at.path('.local/state/millrace/uploads'))).toEqual([]);
    });

    it('ends with 3 where a file is rejected, says why, and sends the others', async () => {
      const at = await project({ 'page.csv': '<html>\n', 'a.csv': CSV });
      const { code, out, err } = await run(
        at,
        'upload page.csv a.csv --to URL --channel orders',
        withToken(),
      );
      expect(code).toBe(3);
      expect(out).toMatch(/^page\.csv rejected \(.*\na\.csv promoted as /);
      expect(err).toContain('error[MR8203] "page.csv" is not a table');
    });

    it('tells all of it to programs, and does not wait where it is not to', async () => {
      const at = await project({ 'page.csv': '<html>\n', 'a.csv': CSV, 'b.csv.csv': CSV });
      const words = 'upload page.csv a.csv b.csv.csv --to URL --channel orders --json';
      const { code, out } = await run(at, words, withToken());
      expect(code).toBe(2);
      expect(JSON.parse(out)).toMatchObject([
        { file: 'page.csv', state: 'rejected', problems: [{ code: 'MR8203' }] },
        { file: 'a.csv', state: 'promoted', clientName: 'a.csv' },
        { file: 'b.csv.csv', state: 'refused', problems: [{ code: 'MR8135' }] },
      ]);
      const early = await run(at, 'upload a.csv --to URL --channel orders --no-wait --json', withToken());
      expect(JSON.parse(early.out)).toMatchObject([{ clientName: 'a.csv', bytes: 12 }]);
    });

    it('declares what it is told to', async () => {
      const at = await project({ 'a.csv': CSV });
      const words = 'upload a.csv --to URL --channel orders --type application/json';
      expect((await run(at, words, withToken())).err).toContain('error[MR8202]');
    });

    it.each([
      ['upload none.csv --to URL --channel orders', 'MR8511'],
      ['upload a.csv folder --to URL --channel orders', 'MR8512'],
      ['upload empty.csv --to URL --channel orders', 'MR8513'],
      ['upload a.what --to URL --channel orders', 'MR8514'],
      ['upload a.csv --to URL --channel order', 'MR8515'],
      ['upload a.csv --to BARE --channel orders', 'MR8518'],
      ['upload a.csv --to http://127.0.0.1:9 --channel orders', 'MR8501'],
      ['upload a.csv --to http://host.example --channel orders', 'MR8506'],
      ['upload a.csv --channel orders', 'MR6003'],
    ])('sends nothing with `%s`', async (words, code) => {
      const at = await project({ 'a.csv': CSV, 'folder/a.csv': CSV, 'empty.csv': '', 'a.what': 'x' });
      const token = words.includes('BARE') ? bare.token : served.token;
      const before = (await served.ask('/v1/uploads')).json();
      const seen = await run(at, words.replace('BARE', bare.address), {
        environment: { MILLRACE_TOKEN: token },
      });
      expect(seen.err).toContain(`error[${code}]`);
      expect(seen.code).toBe(code === 'MR8501' ? 1 : 2);
      if (code === 'MR8515') expect(seen.err).toContain('did you mean "orders"?');
      expect(seen.out + seen.err).not.toContain(token);
      expect(await (await served.ask('/v1/uploads')).json()).toEqual(await before);
    });

    it('is interrupted well: the next call goes on', async () => {
      const at = await project({ 'a.csv': CSV.repeat(200_000) });
      const stop = new AbortController();
      const words = 'upload a.csv --to URL --channel orders';
      const terminal = { err: (text: string) => void (/sends/.test(text) && stop.abort()) };
      const { code } = await run(at, words, { ...withToken(), signal: stop.signal, terminal });
      expect(code).toBe(130);
      expect(await readdir(at.path('.local/state/millrace/uploads'))).toHaveLength(1);
      expect((await run(at, words, withToken())).code).toBe(0);
    });

    it('is drawn on a screen', async () => {
      const at = await project({ 'a.csv': CSV.repeat(200_000) });
      const drawn: string[] = [];
      const terminal = { isInteractive: true, err: (text: string) => void drawn.push(text) };
      await run(at, 'upload a.csv --to URL --channel orders', { ...withToken(), terminal });
      expect(drawn.join('')).toMatch(/█+░+ sent 1\.0 MB of 2\.4 MB {2}a\.csv/);
      expect(drawn.slice(-2)).toEqual(['\r\u001b[2K', 'a.csv: received; is examined\n']);
    });
  });

  describe('runs --server', () => {
    it('lists and shows the runs of a service in the words for those of a folder', async () => {
      const at = await project();
      expect((await run(at, 'runs --server URL', withToken())).out).toMatch(/^No runs there yet\./);
      const started = await served.ask('/v1/runs', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ pipeline: 'orders' }),
      });
      const { runId } = (await started.json()) as { readonly runId: string };
      const list = async () => (await run(at, 'runs --server URL', withToken())).out;
      await expect.poll(list, { timeout: 30_000 }).toMatch(/succeeded/);
      expect(await list()).toMatch(new RegExp(`^run .*published\n${runId} +orders +succeeded +.* 2 rows\n$`));
      for (const named of [runId, 'latest', runId.slice(0, 20)]) {
        const { out } = await run(at, `runs ${named} --server URL`, withToken());
        expect(out).toContain('contract orders: 3 rows, 2 passed, 1 in quarantine');
      }
      const folder = ['runs', runId, '--run-dir', '.millrace/serve/runs'];
      const { out: local } = await millrace(served, folder);
      expect((await run(at, `runs ${runId} --server URL`, withToken())).out).toBe(local);
      const { out } = await run(at, `runs ${runId} --server URL --json`, withToken());
      expect(JSON.parse(out)).toMatchObject({ runId, status: 'succeeded', version: 1 });
      const none = await run(at, 'runs nope --server URL', withToken());
      expect([none.code, none.err]).toEqual([2, expect.stringContaining('MR3014')]);
    });
  });
});

describe('a file that cannot be read', () => {
  it('is told with its reason', async () => {
    const at = await project({ 'a.csv': CSV });
    await writeFile(at.path('b.csv'), CSV);
    const words = ['upload', `${at.path('a.csv')}/b.csv`, '--to', 'http://localhost:9', '--channel', 'x'];
    const { err } = await millrace(at, words, { environment: { MILLRACE_TOKEN: 'mr_x', HOME: at.folder } });
    expect(err).toContain('MR8519');
  });
});
