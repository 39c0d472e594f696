import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const reporter = join(import.meta.dirname, 'report-usage.mjs');

/**
 * Runs Node with the words given. Wall time is seen from outside; CPU time and the peak of resident memory (pages of
 * mapped files included) are what the operating system says of the process when it ends.
 */
export const measure = (words, { cwd, env = {} }) => {
  const folder = mkdtempSync(join(tmpdir(), 'millrace-usage-'));
  const report = join(folder, 'usage.json');
  const started = performance.now();
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', reporter, ...words], {
    cwd,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    env: { ...process.env, ...env, MILLRACE_BENCH_USAGE: report },
  });
  const seconds = (performance.now() - started) / 1000;
  try {
    if (status !== 0) throw new Error(`${words.join(' ')} ended with ${status}: ${stderr}${stdout}`);
    return { seconds, stdout, ...JSON.parse(readFileSync(report, 'utf8')) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};
