import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../support/project.js';
import { readCases, type TextCase, writeCases } from './case-file.js';
import { runCase } from './run-case.js';

/** `npm run cases -- --fix` writes what the cases give instead of holding them to it. */
const isFixing = process.env['MILLRACE_FIX_CASES'] === '1';

const here = import.meta.dirname;

const topics = readdirSync(here)
  .filter((name) => name.endsWith('.md'))
  .map((name) => ({ path: join(here, name), topic: basename(name, '.md') }));

describe.each(topics)('$topic', ({ path }) => {
  const file = readCases(readFileSync(path, 'utf8'));
  const found: TextCase[] = [];

  it.each(file.cases)('$title', async (textCase) => {
    const actual = await runCase(textCase, await temporaryFolder());
    found.push({ ...textCase, expected: actual });
    if (!isFixing) expect(actual).toBe(textCase.expected);
  });

  afterAll(() => {
    if (isFixing) writeFileSync(path, writeCases({ ...file, cases: found }));
  });
});

describe.skipIf(isFixing)('the cases', () => {
  const all = topics.flatMap(({ path }) => readCases(readFileSync(path, 'utf8')).cases);

  it('are at least 150, each with a title of its own in its file', () => {
    expect(all.length).toBeGreaterThanOrEqual(150);
    for (const { path } of topics) {
      const titles = readCases(readFileSync(path, 'utf8')).cases.map(({ title }) => title);
      expect(new Set(titles).size).toBe(titles.length);
    }
  });

  it('fail where something else comes out than they say', async () => {
    const [first] = all;
    if (!first) throw new Error('there are no cases');
    const actual = await runCase(first, await temporaryFolder());
    expect(actual).toBe(first.expected);
    expect(actual).not.toBe(first.expected.replace(/\d/, '8'));
    expect(first.expected).toMatch(/\d/);
  });

  it('are written as they are read', () => {
    for (const { path } of topics) {
      const text = readFileSync(path, 'utf8');
      expect(writeCases(readCases(text))).toBe(text);
    }
  });
});
