import { execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Project, project } from '../support/project.js';

const root = join(import.meta.dirname, '../..');
const DATABASE = /pglite|kysely|node_modules\/pg\/|^pg$|pg-pool/;

/** All that a program of this house loads. */
const loadedBy = async (at: Project, words: readonly string[]): Promise<readonly string[]> => {
  const file = at.path('loaded.txt');
  const hook = join(root, 'tests/support/loaded-modules.mjs');
  execFileSync(process.execPath, ['--import', hook, ...words], {
    cwd: at.folder,
    env: { ...process.env, MILLRACE_TEST_LOADED: file },
    stdio: 'pipe',
  });
  return (await readFile(file, 'utf8')).split('\n').filter(Boolean);
};

const program = join(root, 'dist/bin/millrace.js');

const document = `millrace: 1
pipeline: copy
resources:
  stores:
    raw: { folder: . }
    out: { folder: ./out }
nodes:
  rows: { use: read_csv, with: { path: "raw://in.csv" } }
  out: { use: write_csv, from: rows, with: { path: "out://out.csv" } }
`;

describe('the command line', () => {
  it.each([[['--help']], [['runs']], [['run', 'pipeline.yaml']]])(
    'loads no database for %j',
    async (words) => {
      const at = await project({ 'pipeline.yaml': document, 'in.csv': 'id\n1\n' });
      const loaded = await loadedBy(at, [program, ...words]);
      expect(loaded.filter((name) => DATABASE.test(name))).toEqual([]);
      expect(loaded.some((name) => name.includes('/dist/bin/'))).toBe(true);
    },
  );

  it.each(['pglite', 'postgres'])('would load one to open a state store in %s', async (kind) => {
    const at = await project();
    const place = { kind, folder: at.path('database'), url: 'postgres://127.0.0.1:1/none' };
    const state = join(root, 'dist/state/index.js');
    const script = `import { openStateStore } from ${JSON.stringify(state)};
await openStateStore(${JSON.stringify(place)}).then((store) => store.close(), () => undefined);`;
    const loaded = await loadedBy(at, ['--input-type=module', '-e', script]);
    expect(loaded.filter((name) => DATABASE.test(name)).length).toBeGreaterThan(0);
  });
});
