import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { loadServiceConfig } from '../../src/app/service/config.js';
import { MillraceError, type Problem } from '../../src/base/errors/index.js';
import { project } from '../support/project.js';

const FULL = `serve: 1
data: ./state
listen: { host: 127.0.0.1, port: 0 }
pipelines: [ "flows/*.yaml", single.yaml ]
runs: { at_once: 3 }
limits: { body: 2MB, request: 10s, idle: 5s, requests: 60/1m }
uploads:
  expire: 12h
  examine: 4
  scanner: { clamd: 127.0.0.1:3310, timeout: 90s }
  quotas: { bytes: 5GiB, receiving: 10, bytes_a_day: 20GB }
  channels:
    orders:
      accept: [csv, zip]
      max: 2GB
      folder: ./in/orders
      archives: { entries: 10, ratio: 50, bytes: 1GB, depth: 1 }
    notes: { accept: [text] }
`;

const CHANNELS = '  channels: { a: { accept: [csv] } }\n';

const loaded = async (text: string, environment: Record<string, string> = {}) => {
  const at = await project({ 'serve.yaml': text });
  return { at, config: await loadServiceConfig('serve.yaml', environment, at.folder) };
};

const problemsOf = async (
  text: string,
  environment?: Record<string, string>,
): Promise<readonly Problem[]> => {
  const thrown = await loaded(text, environment).catch((each: unknown) => each);
  if (!(thrown instanceof MillraceError)) throw new Error('it was taken');
  for (const { mend, message } of thrown.problems) {
    expect(mend).toMatch(/^\S/);
    expect(message).not.toMatch(/\.$/);
  }
  return thrown.problems;
};

/** Code, place and message, as a person would read them. */
const briefs = async (text: string, environment?: Record<string, string>): Promise<readonly string[]> =>
  (await problemsOf(text, environment)).map(
    ({ code, place, message, label }) =>
      `${code} ${place ? `${place.line}:${place.column} ` : ''}${message}${label ? ` (${label})` : ''}`,
  );

describe('the configuration of the service', () => {
  test('has absolute paths, bytes and milliseconds', async () => {
    const at = await project({ 'etc/serve.yaml': FULL, 'etc/flows/b.yaml': '', 'etc/single.yaml': '' });
    await at.write({ 'etc/flows/a.yaml': '', 'etc/flows/a.test.yaml': '', 'etc/flows/c.txt': '' });
    const config = await loadServiceConfig('etc/serve.yaml', {}, at.folder);
    expect(config).toEqual({
      file: at.path('etc/serve.yaml'),
      folder: at.path('etc'),
      data: at.path('etc/state'),
      listen: { host: '127.0.0.1', port: 0 },
      pipelines: ['flows/*.yaml', 'single.yaml'],
      runs: { atOnce: 3 },
      limits: { body: 2e6, request: 10_000, idle: 5000, requests: { count: 60, per: 60_000 } },
      uploads: {
        expire: 43_200_000,
        examine: 4,
        scanner: { kind: 'clamd', address: { host: '127.0.0.1', port: 3310 }, timeout: 90_000 },
        quotas: { bytes: 5 * 2 ** 30, receiving: 10, bytesADay: 20e9 },
        channels: [
          {
            name: 'orders',
            accept: ['csv', 'zip'],
            maxBytes: 2e9,
            folder: at.path('etc/in/orders'),
            archives: { entries: 10, ratio: 50, bytes: 1e9, depth: 1 },
          },
          {
            name: 'notes',
            accept: ['text'],
            maxBytes: 1e9,
            folder: at.path('etc/inbox/notes'),
            archives: { entries: 1000, ratio: 100, bytes: 10e9, depth: 2 },
          },
        ],
      },
    });
  });

  test('needs no file: all of it has a value that is usual, and there is no scanner', async () => {
    const at = await project({ 'pipelines/a.yaml': '' });
    expect(await loadServiceConfig(undefined, {}, at.folder)).toEqual({
      folder: at.folder,
      data: at.path('.millrace/serve'),
      listen: { host: '127.0.0.1', port: 7460 },
      pipelines: ['pipelines/*.{yaml,yml,json}'],
      runs: { atOnce: 2 },
      limits: { body: 1e6, request: 30_000, idle: 30_000, requests: { count: 600, per: 60_000 } },
      uploads: {
        expire: 86_400_000,
        examine: 2,
        quotas: { bytes: 50e9, receiving: 100, bytesADay: 200e9 },
        channels: [],
      },
    });
  });

  test('is taken from serve.yaml of the folder where no file is named', async () => {
    const at = await project({ 'serve.yaml': 'serve: 1\nruns: { at_once: 7 }\n' });
    expect((await loadServiceConfig(undefined, {}, at.folder)).runs).toEqual({ atOnce: 7 });
  });

  test('may be JSON', async () => {
    const at = await project({ 'c.json': '{ "serve": 1, "runs": { "at_once": 9 } }' });
    expect((await loadServiceConfig('c.json', {}, at.folder)).runs).toEqual({ atOnce: 9 });
  });

  test.each([
    ['none', { kind: 'none' }],
    ['{ clamd: localhost:1 }', { address: { host: 'localhost', port: 1 }, timeout: 60_000 }],
    ['{ clamd: "[::1]:3310" }', { address: { host: '::1', port: 3310 } }],
    ['{ clamd: unix:/run/clamd.sock }', { address: { socket: '/run/clamd.sock' } }],
  ])('has the scanner %s', async (scanner, wanted) => {
    const { config } = await loaded(`serve: 1\nuploads:\n  scanner: ${scanner}\n${CHANNELS}`);
    expect(config.uploads.scanner).toMatchObject(wanted);
  });
});

describe('the environment', () => {
  test('counts before the file', async () => {
    const { at, config } = await loaded(
      `serve: 1\nlisten: { host: "::1", port: 1 }\nuploads:\n  scanner: none\n${CHANNELS}`,
      {
        MILLRACE_HOST: 'localhost',
        MILLRACE_PORT: '8080',
        MILLRACE_DATA: '/var/lib/millrace',
        MILLRACE_RUNS_AT_ONCE: '5',
        MILLRACE_CLAMD: 'unix:/c.sock',
        DATABASE_URL: 'postgres://u:p@h/d',
      },
    );
    expect(config).toMatchObject({
      file: at.path('serve.yaml'),
      listen: { host: 'localhost', port: 8080 },
      data: '/var/lib/millrace',
      runs: { atOnce: 5 },
      databaseUrl: 'postgres://u:p@h/d',
      uploads: { scanner: { kind: 'clamd', address: { socket: '/c.sock' } } },
    });
  });

  test('does not count where a variable is empty', async () => {
    const { config } = await loaded('serve: 1\n', { MILLRACE_PORT: '', DATABASE_URL: '' });
    expect(config.listen.port).toBe(7460);
    expect(config.databaseUrl).toBeUndefined();
  });

  test('is told what is wrong with it, and passwords are not repeated', async () => {
    const wrong = {
      MILLRACE_PORT: '80a',
      MILLRACE_CLAMD: 'clamd',
      MILLRACE_RUNS_AT_ONCE: '0',
      DATABASE_URL: 'mysql://root:secret@h/d',
    };
    expect(await briefs('serve: 1\n', wrong)).toEqual([
      'MR8403 the environment variable MILLRACE_PORT cannot be taken: "port" must be a number, found the text "80a"',
      'MR8403 the environment variable MILLRACE_RUNS_AT_ONCE cannot be taken: "at_once" must be at least 1, found the number 0',
      'MR8403 the environment variable MILLRACE_CLAMD cannot be taken: "clamd" must be HOST:PORT or unix:PATH, for example 127.0.0.1:3310 or unix:/run/clamav/clamd.ctl',
      'MR8403 the environment variable DATABASE_URL is not the address of a Postgres database',
    ]);
    expect(JSON.stringify(await problemsOf('serve: 1\n', wrong))).not.toContain('secret');
  });
});

describe('a configuration is refused', () => {
  test.each([
    ['lisen: { port: 1 }', 'MR1020 2:1 unknown key "lisen" (did you mean "listen"?)'],
    ['listen: { prot: 1 }', 'MR1020 2:11 unknown key "prot" in "listen" (did you mean "port"?)'],
    ['listen: { port: 70000 }', 'MR1023 2:17 "port" must be at most 65535, found the number 70000'],
    ['listen: { port: "80" }', 'MR1022 2:17 "port" must be a number, found the text "80"'],
    ['listen: { host: 0.0.0.0 }', 'MR8404 2:17 "0.0.0.0" can be reached by other hosts'],
    ['listen: { host: 127.evil.example }', 'MR8404 2:17 "127.evil.example" can be reached by other hosts'],
    ['listen: { host: "::" }', 'MR8404 2:17 "::" can be reached by other hosts'],
    ['runs: { at_once: 0 }', 'MR1023 2:18 "at_once" must be at least 1, found the number 0'],
    ['limits: { body: 1 }', 'MR1022 2:17 "body" must be text, found the number 1'],
    ['limits: { body: 0MB }', 'MR1023 2:17 "body" must be more than nothing'],
    ['limits: { idle: 5 minutes }', 'MR1023 2:17 "idle" must be a duration with a unit'],
    ['limits: { requests: 600 }', 'MR1022 2:21 "requests" must be text'],
    ['limits: { requests: 0/1m }', 'MR1023 2:21 "requests" must be at least one within'],
    ['limits: { requests: 600 a minute }', 'MR1023 2:21 "requests" must be a number within a time'],
    ['pipelines: [ missing.yaml ]', 'MR8407 2:14 there is no document "missing.yaml"'],
    [`uploads:\n${CHANNELS}`, 'MR8405 3:3 there are channels, and nothing is said of a scanner'],
    ['uploads: { scanner: false }', 'MR1022 2:21 "scanner" must be'],
    ['uploads: { scanner: nobody }', 'MR1023 2:21 "scanner" must be'],
    ['uploads: { scanner: { clamd: "host:port" } }', 'MR1023 2:30 "clamd" must be HOST:PORT or unix:PATH'],
    ['uploads: { scanner: { clamd: "unix:run/c" } }', 'MR1023 2:30 "clamd" must be HOST:PORT or unix:PATH'],
    [
      'uploads: { scanner: { clamd: "a:1", timout: 1s } }',
      'MR1020 2:37 unknown key "timout" in "scanner" (did you mean "timeout"?)',
    ],
    ['uploads: { scanner: none, channels: { a: {} } }', 'MR1021 2:39 the key "accept" is missing'],
    ['uploads: { scanner: none, channels: { a: { accept: [] } } }', 'MR1023 2:52 "accept" must not be empty'],
    [
      'uploads: { scanner: none, channels: { a: { accept: [cvs] } } }',
      'MR1023 2:53 item 1 of "accept" must be',
    ],
    [
      'uploads: { scanner: none, channels: { ../a: { accept: [csv] } } }',
      'MR1024 2:39 the name "../a" is not valid',
    ],
    [
      'uploads: { scanner: { clamd: "a:1" }, channels: { a: { accept: [csv], max: 3GB } } }',
      'MR8411 2:76 the channel "a" takes files of 3GB',
    ],
    ['data: $' + '{env:HOME}/x', 'MR1031 2:7 $' + '{env:HOME} is not allowed here'],
  ])('%s', async (line, brief) => {
    const found = await briefs(`serve: 1\n${line}\n`);
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(brief);
  });

  test.each([
    ['', 'MR1009'],
    ['[]', 'MR8401 1:1 "serve.yaml" does not begin with `serve: 1`'],
    ['millrace: 1\npipeline: a\n', 'MR8401 1:1 "serve.yaml" does not begin with `serve: 1`'],
    ['serve: 2\n', 'MR8401 1:8 "serve.yaml" is of a version that this Millrace does not read'],
    ['serve: 1\nserve: 1\n', 'MR1003 2:1'],
    ['serve: !x 1\n', 'MR1004 1:8'],
  ])('%j', async (text, brief) => {
    expect((await briefs(text))[0]).toContain(brief);
  });

  test('with all that is wrong at once, in the order of the text', async () => {
    const codes = await problemsOf('serve: 1\nlisten: { port: -1, x: 1 }\nruns: { at_once: a }\n');
    expect(codes.map(({ code, place }) => `${code} ${place?.line}`)).toEqual([
      'MR1023 2',
      'MR1020 2',
      'MR1022 3',
    ]);
  });

  test('where it is not there, or no text', async () => {
    const at = await project({ 'b.yaml': Buffer.from([0xff, 0xfe, 0]), 'd/x': '' });
    const codeOf = (file: string) =>
      loadServiceConfig(file, {}, at.folder).then(
        () => 'taken',
        (thrown: MillraceError) => thrown.problems[0]?.code,
      );
    expect(await codeOf('nowhere.yaml')).toBe('MR8402');
    expect(await codeOf('d')).toBe('MR8402');
    expect(await codeOf('b.yaml')).toBe('MR8401');
  });

  test.each(['.', './.millrace/serve', './.millrace/serve/uploads', './.millrace', './link'])(
    'where a channel has the folder %s, which is not apart from the own one of the service',
    async (folder) => {
      const text = `serve: 1\nuploads:\n  scanner: none\n  channels: { a: { accept: [csv], folder: ${folder} } }\n`;
      const at = await project({ 'serve.yaml': text, '.millrace/serve/x': '' });
      const { symlink } = await import('node:fs/promises');
      await symlink(at.path('.millrace'), at.path('link'));
      await expect(loadServiceConfig('serve.yaml', {}, at.folder)).rejects.toMatchObject({
        problems: [{ code: 'MR8406', place: { line: 4 } }],
      });
    },
  );
});

test('what the guide shows is taken, and is what is usual', async () => {
  const guide = await readFile(join(import.meta.dirname, '../../docs/guide.md'), 'utf8');
  const shown = /```yaml\n(serve: 1\n[\s\S]*?)```/.exec(guide)?.[1] ?? '';
  const { at, config } = await loaded(shown);
  const bare =
    'serve: 1\nuploads:\n  scanner: { clamd: 127.0.0.1:3310 }\n  channels: { orders: { accept: [csv, zip], max: 2GB } }\n';
  await at.write({ 'serve.yaml': bare });
  expect(config).toEqual(await loadServiceConfig('serve.yaml', {}, at.folder));
});

test('the schema for editors takes what is taken, and refuses unknown keys', async () => {
  const schema = JSON.parse(
    await readFile(join(import.meta.dirname, '../../schema/serve.schema.json'), 'utf8'),
  );
  const holds = new Ajv2020({ strictTypes: false, formats: { uri: true } }).compile(schema);
  expect(holds(parse(FULL)) ? [] : holds.errors).toEqual([]);
  expect(holds({ serve: 1, uploads: { scanner: 'none' } })).toBe(true);
  expect(holds({ serve: 1, lisen: {} })).toBe(false);
  expect(holds({ serve: 1, uploads: { scanner: 'nobody' } })).toBe(false);
});
