import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const folder = join(import.meta.dirname, '../../benchmarks/policies');

const bench = (...words: readonly string[]) => {
  const main = join(folder, 'main.mjs');
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...words], { encoding: 'utf8' });
  return { status, stdout, stderr };
};

const kept = () => readFileSync(join(folder, 'results.md'), 'utf8');

/** The cells of a family's line below a title. */
const cells = (text: string, title: string, family: string): readonly string[] => {
  const table = text.slice(text.indexOf(`### ${title}`));
  const line = table.split('\n').find((each) => each.startsWith(`| ${family} |`)) ?? '';
  return line.split('|').map((cell) => cell.trim());
};

describe('the replay of policies', () => {
  it('says the same of the same seeds, and leaves the kept results alone', () => {
    const before = kept();
    const [once, again] = [1, 2].map(() => bench('--seeds', 'tune', '--count', '1', '--no-save'));
    expect(once?.status, once?.stderr).toBe(0);
    expect(again?.stdout).toBe(once?.stdout);
    expect(kept()).toBe(before);
  });

  it('counts a hang as what the timeout was, and no attempt as cut that was let be', () => {
    const { stdout } = bench('--seeds', 'tune', '--count', '1', '--no-save');
    expect(cells(stdout, 'Time lost', 'hangs').slice(3, 6)).toEqual(['60 s', '600 s', '1800 s']);
    expect(cells(stdout, 'False timeouts', 'steady')[5]).toBe('0.00 %');
    expect(cells(stdout, 'Total cost', 'steady')[6]).toBe('1.00 ×');
  });

  it('keeps results of seeds by which nothing was tuned', () => {
    expect(kept()).toContain('(held-out)');
  });

  it.each([
    [['--seeds', 'mine'], '--seeds takes `tune` or `held-out`'],
    [['--count', '0'], '--count takes a whole number above 0'],
    [['--sedes', 'tune'], "Unknown option '--sedes'"],
  ])('refuses %j', (words, message) => {
    const { status, stderr } = bench(...words);
    expect(status).toBe(2);
    expect(stderr).toContain(message);
    expect(stderr).toContain('--no-save');
  });
});
