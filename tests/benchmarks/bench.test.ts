import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../support/project.js';

const main = join(import.meta.dirname, '../../benchmarks/main.mjs');

const bench = (...words: readonly string[]) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...words], { encoding: 'utf8' });
  return { status, stdout, stderr };
};

describe('the benchmark', () => {
  it('does all of its work on little data, with equal results for Millrace and hand-written SQL', async () => {
    const data = await temporaryFolder();
    const small = ['--scale', '0.0004', '--rounds', '1', '--only', 'a,b,c,d,e,f', '--no-save', '--no-peers'];
    const { status, stdout, stderr } = bench(...small, '--data', data);
    expect(status, stderr).toBe(0);
    for (const id of 'abcdef') expect(stdout).toContain(`### (${id}) `);
    expect(stdout.match(/\| millrace \|/g)).toHaveLength(6);
    expect(stdout.match(/\| sql \|/g)).toHaveLength(6);
  });

  it.each([
    [['--scale', 'big'], '--scale takes a number above 0'],
    [['--rounds', '0'], '--rounds takes a whole number above 0'],
    [['--only', 'z'], 'there is no "z"'],
    [['--sclae', '1'], "Unknown option '--sclae'"],
  ])('refuses %j', (words, message) => {
    const { status, stderr } = bench(...words);
    expect(status).toBe(2);
    expect(stderr).toContain(message);
    expect(stderr).toContain('npm run bench -- [options]');
  });

  it('has help', () => {
    expect(bench('--help')).toMatchObject({ status: 0, stdout: expect.stringContaining('--compare') });
  });
});

describe('results', () => {
  it('are held together: another result stops the benchmark', async () => {
    const { holdTogether } = (await import(join(main, '../summary.mjs'))) as {
      holdTogether: (work: object, contender: string, summary: object, reference: object) => void;
    };
    const reference = { 'a.parquet': [3, 1e9] };
    expect(() => holdTogether({ id: 'a' }, 'sql', { 'a.parquet': [3, 1e9 + 0.1] }, reference)).not.toThrow();
    expect(() => holdTogether({ id: 'a' }, 'sql', { 'a.parquet': [4, 1e9] }, reference)).toThrow(
      '(a) sql gives another a.parquet: 4, 1000000000 instead of 3, 1000000000',
    );
  });
});
