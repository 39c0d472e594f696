import { execFile } from 'node:child_process';
import { access, mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

const CACHE = join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'millrace', 'debian');

/** Libraries that a package needs and this machine has not, by apt's own reckoning. */
const missingLibraries = async (name: string): Promise<readonly string[]> => {
  const words = ['-s', '-o', 'Debug::NoLocking=1', 'install', '--no-install-recommends', name];
  const { stdout } = await run('apt-get', words);
  return [...stdout.matchAll(/^Inst (lib\S+)/gm)].flatMap(([, library]) => library ?? []);
};

/** Downloads a package with its libraries and takes them apart, into a folder that then gets its name: others may do the same. */
const downloaded = async (name: string, into: string): Promise<void> => {
  await mkdir(CACHE, { recursive: true });
  const folder = await mkdtemp(join(CACHE, 'new-'));
  const download = async () =>
    run('apt-get', ['download', name, ...(await missingLibraries(name))], { cwd: folder });
  try {
    await download().catch(async () => {
      await run('apt-get', ['update']);
      await download();
    });
    const files = (await readdir(folder)).filter((file) => file.endsWith('.deb'));
    for (const file of files) await run('dpkg-deb', ['-x', join(folder, file), join(folder, 'x')]);
    await rename(join(folder, 'x'), into).catch(() => undefined);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

/** Programs by their names, with what they need of an environment; or why there are none. */
export type DebianTools =
  | {
      readonly programs: readonly string[];
      readonly environment: Readonly<Record<string, string>>;
      readonly why?: undefined;
    }
  | { readonly why: string };

const toolsIn = async (root: string, paths: readonly string[]): Promise<DebianTools> => {
  const programs = paths.map((path) => join(root, path));
  for (const path of programs) await access(path);
  if (root === '/') return { programs, environment: {} };
  const libraries = (await readdir(join(root, 'usr', 'lib')).catch(() => []))
    .filter((name) => name.includes('-linux-'))
    .map((name) => join(root, 'usr', 'lib', name));
  return { programs, environment: { LD_LIBRARY_PATH: libraries.join(':') } };
};

/** Programs of a package as Debian has it: those installed, those downloaded before, or downloaded now. Nothing is installed. */
export const debianTools = async (name: string, paths: readonly string[]): Promise<DebianTools> => {
  const own = join(CACHE, name);
  try {
    return await toolsIn('/', paths).catch(() => toolsIn(own, paths));
  } catch {
    try {
      await downloaded(name, own);
      return await toolsIn(own, paths);
    } catch (thrown) {
      return { why: `Debian's package ${name} cannot be had: ${String(thrown).split('\n')[0]}` };
    }
  }
};
