import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { checkFloors, complaints } from '../../tools/floors.mjs';

const root = resolve(import.meta.dirname, '../..');
const copies: string[] = [];

/** The house with one more file in it. */
const houseWith = (path: string, text: string): string => {
  const copy = mkdtempSync(join(tmpdir(), 'millrace-floors-'));
  copies.push(copy);
  cpSync(join(root, 'src'), join(copy, 'src'), { recursive: true });
  cpSync(join(root, 'tsconfig.json'), join(copy, 'tsconfig.json'));
  cpSync(join(root, 'package.json'), join(copy, 'package.json'));
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
  writeFileSync(join(copy, path), text);
  return copy;
};

afterEach(() => {
  for (const copy of copies.splice(0)) rmSync(copy, { recursive: true, force: true });
});

describe('the floors', () => {
  it('hold, and every module was read', async () => {
    const { read, expected, violations } = await checkFloors(root);
    expect(violations).toEqual([]);
    expect(complaints({ read, expected, violations })).toEqual([]);
    expect(read).toBeGreaterThanOrEqual(expected);
    expect(expected).toBeGreaterThan(100);
  });

  it.each([
    [
      'an arrow up',
      'src/kit/planted.ts',
      "import type { Rule } from '../planner/index.js';\nexport type Planted = Rule;\n",
      'floors-kit',
    ],
    [
      'an arrow sideways',
      'src/planner/planted.ts',
      "import type * as storage from '../storage/index.js';\nexport type Planted = typeof storage;\n",
      'floors-planner',
    ],
    [
      'the engine reached from a node',
      'src/nodes/planted.ts',
      "import type { createDuckDbEngine } from '../engines/duckdb/index.js';\nexport type Planted = typeof createDuckDbEngine;\n",
      'nodes-live-by-the-public-door',
    ],
    [
      'DuckDB reached from the planner',
      'src/planner/planted.ts',
      "import type { DuckDBInstance } from '@duckdb/node-api';\nexport type Planted = DuckDBInstance;\n",
      'duckdb-in-its-engine-only',
    ],
    [
      'a database reached from a use case',
      'src/app/planted.ts',
      "import type { PGlite } from '@electric-sql/pglite';\nexport type Planted = PGlite;\n",
      'databases-in-state-only',
    ],
  ])('fail at %s, though only a type is imported', async (_what, path, text, rule) => {
    const { violations } = await checkFloors(houseWith(path, text));
    expect(violations.join('\n')).toContain(rule);
    expect(violations.join('\n')).toContain(path);
  });

  it('fail when fewer modules are read than there are files', async () => {
    const copy = houseWith('src/kit/planted.ts', 'export const planted = 1;\n');
    mkdirSync(join(copy, 'src/kit/node_modules'));
    writeFileSync(join(copy, 'src/kit/node_modules/unread.ts'), 'export const unread = 1;\n');
    const result = await checkFloors(copy);
    expect(result.violations).toEqual([]);
    expect(complaints(result).join()).toMatch(/only \d+ of \d+ \.ts files were read/);
  });
});
