import { execFile } from 'node:child_process';
import { access, mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Programs of Debian's package `prometheus`, or why there are none. */
export type PrometheusTools =
  | { readonly prometheus: string; readonly promtool: string; readonly why?: undefined }
  | { readonly why: string };

const CACHE = join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'millrace', 'debian');

const toolsIn = async (folder: string): Promise<PrometheusTools> => {
  const [prometheus, promtool] = ['prometheus', 'promtool'].map((name) => join(folder, name)) as [
    string,
    string,
  ];
  for (const path of [prometheus, promtool]) await access(path);
  return { prometheus, promtool };
};

/** Downloads the package and takes it apart, into a folder of its own that then gets its name: others may do the same. */
const downloaded = async (into: string): Promise<void> => {
  await mkdir(CACHE, { recursive: true });
  const folder = await mkdtemp(join(CACHE, 'new-'));
  const download = () => run('apt-get', ['download', 'prometheus'], { cwd: folder });
  try {
    await download().catch(async () => {
      await run('apt-get', ['update']);
      await download();
    });
    const file = (await readdir(folder)).find((name) => name.endsWith('.deb')) ?? '';
    await run('dpkg-deb', ['-x', join(folder, file), join(folder, 'x')]);
    await rename(join(folder, 'x'), into).catch(() => undefined);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

/** Prometheus as Debian has it: the one installed, one downloaded before, or one that is downloaded now. */
export const prometheusTools = async (): Promise<PrometheusTools> => {
  const own = join(CACHE, 'prometheus');
  const bin = join(own, 'usr', 'bin');
  try {
    return await toolsIn('/usr/bin').catch(() => toolsIn(bin));
  } catch {
    try {
      await downloaded(own);
      return await toolsIn(bin);
    } catch (thrown) {
      return { why: `Debian's package prometheus cannot be had: ${String(thrown).split('\n')[0]}` };
    }
  }
};
