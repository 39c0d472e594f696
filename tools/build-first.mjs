import { execFileSync } from 'node:child_process';
import { build } from 'esbuild';

/** Programs that tests start hundreds of times: in one file each, they start in half the time. */
const PROGRAMS = ['tests/crash/run-and-die.mjs', 'tests/crash/run-and-resume.mjs'];

/** Tests start processes from what is built: it must be what the sources say. */
export const setup = async () => {
  execFileSync('npm', ['run', '--silent', 'build'], { stdio: 'inherit' });
  await build({
    entryPoints: PROGRAMS,
    outdir: 'node_modules/.cache/millrace-tests',
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    external: ['@duckdb/node-bindings', 'jiti'],
    logLevel: 'error',
    banner: {
      js: "import { createRequire as createRequireOfBundle } from 'node:module'; const require = createRequireOfBundle(import.meta.url);",
    },
  });
};
