import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
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

test('each test that the page on security names exists', async () => {
  const files = [...new Set(holders.map(({ file }) => file))];
  expect(files.length).toBeGreaterThan(8);
  expect(holders.length).toBeGreaterThan(30);
  const found = await testsOf(files);
  expect(missing(holders, found)).toEqual([]);
  const none = { file: files[0] ?? '', name: 'a test that there is not' };
  expect(missing([none], found)).toEqual([none]);
});

test('no test file stands there without the names of its tests', () => {
  const all = [...page.matchAll(/`((?:tests|src)\/[\w./-]+\.test\.ts)`/g)].map(([, file]) => file);
  expect(new Set(all)).toEqual(new Set(holders.map(({ file }) => file)));
});

test('each item of the chapter has a holder, or says that it is not held', () => {
  const rows = page.split('\n').filter((line) => /^\| 5\./.test(line));
  expect(rows.map((row) => row.split('|')[1]?.trim())).toEqual([
    '5.1.1',
    ...[1, 2, 3, 4, 5, 6].map((item) => `5.2.${item}`),
    ...[1, 2, 3].map((item) => `5.3.${item}`),
    ...[1, 2, 3].map((item) => `5.4.${item}`),
  ]);
  for (const row of rows) {
    const [, , , how = '', by = ''] = row.split('|');
    expect(by.includes('.test.ts'), row).toBe(!how.includes('**not held**'));
  }
});
