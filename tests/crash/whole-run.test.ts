import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { listRuns, wire } from '../../src/app/index.js';
import { atEachFailpoint, runAndDie as run } from './die.js';

const folders: string[] = [];

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

const document = `millrace: 1
pipeline: three-outputs
resources:
  threads: 1
  stores:
    raw: { folder: ./data }
    out: { folder: ./out }
nodes:
  source: { use: read_csv, with: { path: raw://in.csv } }
  one: { use: write_csv, from: source, with: { path: out://one.csv } }
  two: { use: write_json, from: source, with: { path: out://two.ndjson } }
  every: { use: write_csv, from: source, with: { path: out://all/, mode: append } }
`;

const project = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'millrace-crash-'));
  folders.push(folder);
  mkdirSync(join(folder, 'data'));
  writeFileSync(join(folder, 'pipeline.yaml'), document);
  return folder;
};

const feed = (folder: string, value: number): void =>
  writeFileSync(join(folder, 'data/in.csv'), `n\n${value}\n${value}\n`);

const text = (folder: string, name: string): string => readFileSync(join(folder, 'out', name), 'utf8');

/** The run whose rows an output holds; anything but two whole rows of one run is a fault. */
const generation = (content: string): number => {
  const found = /^(?:n\n(\d)\n\1\n|\{"n":(\d)\}\n\{"n":\2\}\n)$/.exec(content);
  expect(found, `torn output: ${JSON.stringify(content)}`).not.toBeNull();
  return Number(found?.[1] ?? found?.[2]);
};

const appended = (folder: string): readonly number[] =>
  readdirSync(join(folder, 'out/all'))
    .filter((name) => !name.startsWith('.'))
    .map((name) => generation(text(folder, `all/${name}`)))
    .sort();

/** Every file of the manifest is there and is what its checksum says; gives the runs that it holds. */
const manifestGenerations = (folder: string): readonly number[] => {
  const manifest = JSON.parse(text(folder, '.millrace/manifest.json')) as {
    datasets: Record<string, { files: readonly { path: string; sha256: string }[] }>;
  };
  return Object.values(manifest.datasets).map(({ files }) => {
    const contents = files.map(({ path, sha256 }) => {
      const content = text(folder, path);
      expect(createHash('sha256').update(content).digest('hex')).toBe(sha256);
      return generation(content);
    });
    return Math.max(...contents);
  });
};

const leftovers = (folder: string): readonly string[] =>
  ['stage', 'locks'].flatMap((name) => {
    const path = join(folder, 'out/.millrace', name);
    return existsSync(path) ? readdirSync(path) : [];
  });

/** A project in which a first run has published; each case goes on from a copy of it. */
const published = async (): Promise<string> => {
  const folder = project();
  feed(folder, 1);
  await run(folder);
  return folder;
};

const killedAt = async (from: string, failpoint: number): Promise<void> => {
  const folder = project();
  cpSync(from, folder, { recursive: true });
  feed(folder, 2);
  expect((await run(folder, failpoint)).signal).toBe('SIGKILL');
  expect([1, 2]).toContain(generation(text(folder, 'one.csv')));
  expect([1, 2]).toContain(generation(text(folder, 'two.ndjson')));
  expect(new Set(manifestGenerations(folder)).size).toBe(1);
  const [last] = await listRuns(wire({ cwd: folder }));
  expect(last?.status).not.toBe('running');
  feed(folder, 3);
  expect(JSON.parse((await run(folder)).out)).toMatchObject({ status: 'succeeded', problems: [] });
  expect(generation(text(folder, 'one.csv'))).toBe(3);
  expect(generation(text(folder, 'two.ndjson'))).toBe(3);
  expect(manifestGenerations(folder)).toEqual([3, 3, 3]);
  expect([[1, 3].join(), [1, 2, 3].join()]).toContain(appended(folder).join());
  expect(leftovers(folder)).toEqual([]);
  rmSync(folder, { recursive: true, force: true });
};

describe('a run that is killed with -9', () => {
  it('leaves every output old-whole or new-whole at each failpoint, and the next run succeeds', async () => {
    const from = await published();
    const again = project();
    cpSync(from, again, { recursive: true });
    const { failpoints } = JSON.parse((await run(again)).out) as { failpoints: number };
    expect(failpoints).toBeGreaterThan(50);
    await atEachFailpoint(failpoints, (failpoint) => killedAt(from, failpoint));
  }, 600_000);
});
