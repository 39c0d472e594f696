import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const folder = join(import.meta.dirname, 'peers');

/** `--force`: a peer may name a newer Node than it needs. */
const words = ['install', '--force', '--no-package-lock', '--no-audit', '--no-fund'];

/** Installs the libraries that are measured beside Millrace; gives the names of those that are there. */
export const installPeers = () => {
  if (!existsSync(join(folder, 'node_modules'))) {
    console.log('installing the libraries to compare with …');
    const { status, stderr } = spawnSync('npm', words, { cwd: folder, encoding: 'utf8' });
    if (status !== 0) console.warn(`they could not be installed, so they are left out:\n${stderr.trim()}`);
  }
  const isThere = (name) => existsSync(join(folder, 'node_modules', name));
  return new Set(
    [
      ['csv-parse', 'csv-parse'],
      ['papaparse', 'papaparse'],
      ['polars', 'nodejs-polars-linux-x64-gnu'],
    ].flatMap(([contender, name]) => (isThere(name) ? [contender] : [])),
  );
};
