import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../support/project.js';

const root = join(import.meta.dirname, '../..');
const page = readFileSync(join(root, 'docs/security.md'), 'utf8');

interface Named {
  readonly file: string;
  readonly name: string;
}

/** `file`: "name", "name" */
const HOLDERS = /`((?:tests|src)\/[\w./-]+\.test\.ts)`: ((?:"[^"]+"(?:, )?)+)/g;

const holders: readonly Named[] = [...page.matchAll(HOLDERS)].flatMap(([, file = '', names = '']) =>
  [...names.matchAll(/"([^"]+)"/g)].map(([, name = '']) => ({ file, name })),
);

/** The tests that files have, by the runner itself, without what comes before a run: names are made of tables as well. */
const testsOf = async (files: readonly string[]): Promise<readonly Named[]> => {
  const config = join(await temporaryFolder(), 'vitest.config.mjs');
  await writeFile(config, 'export default {};\n');
  const runner = join(root, 'node_modules/vitest/vitest.mjs');
  const words = [runner, 'list', '--json', '--root', root, '--config', config, ...files];
  const { stdout } = await promisify(execFile)(process.execPath, words, { cwd: root, maxBuffer: 1e8 });
  return JSON.parse(stdout) as readonly Named[];
};

const missing = (wanted: readonly Named[], found: readonly Named[]): readonly Named[] =>
  wanted.filter(
    ({ file, name }) => !found.some((each) => each.file.endsWith(`/${file}`) && each.name.includes(name)),
  );

/** Names that stand in their file as they are; those that tables make are asked of the runner, which takes its time. */
const isWritten = ({ file, name }: Named): boolean => {
  const path = join(root, file);
  return existsSync(path) && readFileSync(path, 'utf8').includes(name);
};

test('each test that the page on security names exists', async () => {
  expect(new Set(holders.map(({ file }) => file)).size).toBeGreaterThan(8);
  expect(holders.length).toBeGreaterThan(30);
  const made = holders.filter((holder) => !isWritten(holder));
  const files = [...new Set(made.map(({ file }) => file))];
  expect(files.filter((file) => !existsSync(join(root, file)))).toEqual([]);
  const found = await testsOf(files);
  expect(missing(made, found)).toEqual([]);
  const none = { file: files[0] ?? '', name: 'a test that there is not' };
  expect(missing([none], found)).toEqual([none]);
});

test('no test file stands there without the names of its tests', () => {
  const all = [...page.matchAll(/`((?:tests|src)\/[\w./-]+\.test\.ts)`/g)].map(([, file]) => file);
  expect(new Set(all)).toEqual(new Set(holders.map(({ file }) => file)));
});

/** How many requirements each section of the chapters has, in ASVS 5.0. */
const chapters: Readonly<Record<string, readonly number[]>> = {
  5: [1, 6, 3, 3],
  6: [3, 12, 8, 6, 8, 4, 2, 4],
  7: [3, 4, 2, 5, 3, 2],
  8: [4, 4, 3, 2],
  16: [1, 5, 4, 3, 4],
};

test.each(Object.entries(chapters))(
  'each item of chapter V%s has a holder, or says that it is not held',
  (chapter, counts) => {
    const rows = page.split('\n').filter((line) => line.startsWith(`| ${chapter}.`));
    const items = counts.flatMap((count, section) =>
      Array.from({ length: count }, (_, item) => `${chapter}.${section + 1}.${item + 1}`),
    );
    expect(rows.map((row) => row.split('|')[1]?.trim())).toEqual(items);
    for (const row of rows) {
      const [, , , how = '', by = ''] = row.split('|');
      expect(by.includes('.test.ts'), row).toBe(!how.includes('**not held**'));
    }
  },
);
