import { spawnSync } from 'node:child_process';

/** Runs the text cases; with `--fix` it writes what they give into their files. */
const isFixing = process.argv.includes('--fix');
const { status } = spawnSync('npx', ['vitest', 'run', 'tests/cases'], {
  stdio: 'inherit',
  env: { ...process.env, MILLRACE_FIX_CASES: isFixing ? '1' : '0' },
});
if (isFixing) console.log('Look at what changed with `git diff tests/cases` before you commit it.');
process.exit(isFixing ? 0 : (status ?? 1));
