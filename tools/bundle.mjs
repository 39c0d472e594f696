import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

/**
 * The command line in a few files instead of several hundred: a third of the start of a short command was spent on
 * finding and reading modules. The library itself is not bundled.
 */
const outdir = 'dist/bin';

/** Bundled packages by folder, from the paths that went in. */
const packagesOf = (inputs) => {
  const folders = Object.keys(inputs).map(
    (path) => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1],
  );
  return [...new Set(folders.filter((folder) => folder !== undefined))].sort();
};

const licenceOf = (folder) => {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  const text = file ? readFileSync(join(folder, file), 'utf8').trim() : `Licence: ${license}`;
  return `${name} ${version}\n\n${text}\n`;
};

/** Databases and servers load files that lie beside them, and only for what needs them. */
const LOADED_LATE = [
  '@duckdb/node-bindings',
  'jiti',
  '@electric-sql/pglite',
  'kysely',
  'pg',
  'fastify',
  'fastify-type-provider-zod',
  '@fastify/*',
  '@tus/*',
  '@cedar-policy/*',
  '@node-rs/argon2',
  'openid-client',
  'jose',
];

rmSync(outdir, { recursive: true, force: true });
const { metafile } = await build({
  entryPoints: {
    millrace: 'src/cli/main.ts',
    'child/main': 'src/app/child/main.ts',
    'child/code': 'src/app/child/code.ts',
    'child/inspect': 'src/app/child/inspect.ts',
    'child/kit': 'src/kit/index.ts',
  },
  outdir,
  bundle: true,
  splitting: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  sourcemap: true,
  metafile: true,
  // Names stay, so that the trace of an internal fault can be read.
  minifySyntax: true,
  minifyWhitespace: true,
  external: [...LOADED_LATE],
  chunkNames: 'part-[hash]',
  banner: {
    js: "import { createRequire as createRequireOfBundle } from 'node:module'; const require = createRequireOfBundle(import.meta.url);",
  },
});
const notices = packagesOf(metafile.inputs).map(licenceOf);
writeFileSync(join(outdir, 'THIRD-PARTY-NOTICES.txt'), notices.join(`\n${'-'.repeat(80)}\n\n`));
