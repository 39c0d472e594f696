import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Instance, startInstance } from './instance.js';

let folder: string;
let instance: Instance;
const at = (...parts: string[]): string => join(folder, ...parts);

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'millrace-locks-'));
  for (const name of ['store', 'stage', 'outside', 'spill']) mkdirSync(at(name));
  for (const name of ['store/input.csv', 'store/other.csv', 'outside/secret.csv', 'spill/left.csv'])
    writeFileSync(at(name), 'a\n1\n');
  symlinkSync(at('outside/secret.csv'), at('store/link.csv'));
  symlinkSync(at('outside'), at('store/folder'));
  instance = await startInstance({
    limits: { threads: 2 },
    readable: [at('store/input.csv')],
    writable: [at('stage')],
    spillFolder: at('spill'),
    values: {},
    keepOrder: false,
  });
});

afterAll(async () => {
  await instance.close();
  rmSync(folder, { recursive: true, force: true });
});

const run = (text: string): Promise<unknown> => instance.session.rows(text.replaceAll('@', folder));

describe('by the locks of the engine, with no tree in the way', () => {
  it.each([
    "from read_text('@/store/other.csv')",
    "from read_csv('@/store/other.csv')",
    "from '@/store/other.csv'",
    "from read_blob('@/store/other.csv')",
    "from read_text('@/outside/secret.csv')",
    "from read_text('@/store/link.csv')",
    "from read_text('@/store/folder/secret.csv')",
    "from read_text('@/stage/../outside/secret.csv')",
    "from read_text('/etc/passwd')",
    "from glob('@/store/*')",
    "from glob('/etc/*')",
    "from sniff_csv('@/outside/secret.csv')",
    "attach '@/outside/x.db'",
    "attach '@/store/x.db'",
    "copy (select 1) to '@/store/input.csv'",
    "copy (select 1) to '@/store/new.csv'",
    "copy (select 1) to '@/outside/new.csv'",
    "copy (select 1) to '@/stage/../outside/new.csv'",
    "export database '@/outside/dump'",
    'install httpfs',
    'load httpfs',
    "load '@/stage/x.duckdb_extension'",
    "set memory_limit = '10GB'",
    'set enable_external_access = true',
    "set allowed_directories = ['/']",
    'set lock_configuration = false',
    'reset threads',
    "pragma memory_limit = '1GB'",
    "set temp_directory = '/tmp'",
    "set TimeZone = 'Europe/Berlin'",
  ])('%s is refused', async (text) => {
    await expect(run(text)).rejects.toThrow(
      /Permission|permission|locked|disabled|not allowed|Cannot|cannot|file system|not be/,
    );
  });

  it('what it was given can be read, and its stage written', async () => {
    expect(await run("from read_csv('@/store/input.csv')")).toEqual([[1]]);
    await run("copy (select 1 as a) to '@/stage/out.csv'");
    expect(existsSync(at('stage/out.csv'))).toBe(true);
  });

  it('what the locks leave open is closed by the tree alone: the stage, the spill folder and the settings', async () => {
    expect(await run("select count(*) from read_csv('@/spill/left.csv')")).toEqual([[1]]);
    expect(await run("select current_setting('threads')::int")).toEqual([[2]]);
    expect(await run('select count(*) > 10 from duckdb_settings()')).toEqual([[true]]);
  });
});
