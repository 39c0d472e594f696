import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { sound } from '../support/document.js';
import { program, start } from '../support/process.js';
import { project } from '../support/project.js';

const hasScript = ((): boolean => {
  try {
    execFileSync('script', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();

const ESCAPE = '\u001b';

/** Runs a command on a screen of its own and gives what was drawn on it. */
const drawn = async (
  words: string,
  environment: Readonly<Record<string, string>> = {},
  document = sound['pipeline.yaml'],
) => {
  const at = await project({ ...sound, 'pipeline.yaml': document });
  const command = `"${process.execPath}" "${program}" ${words}`;
  const { code, out } = await start(at, 'script', ['-qec', command, '/dev/null'], {
    environment: { TERM: 'xterm-256color', ...environment },
  }).ended;
  return { code, out };
};

/** What a person sees in the end: each line as it was drawn last. */
const seen = (out: string): string =>
  out
    .replaceAll(new RegExp(`${ESCAPE}\\[[0-9;]*m`, 'g'), '')
    .split('\n')
    .map((line) => line.replace(/\r$/, '').replaceAll(`${ESCAPE}[2K`, '\r').split('\r').at(-1) ?? '')
    .join('\n');

describe.skipIf(!hasScript)('on a screen (needs the command "script")', () => {
  it('a run draws its progress and leaves a clean line', async () => {
    const { code, out } = await drawn('run pipeline.yaml');
    expect(code, out).toBe(0);
    expect(out).toContain('░');
    const lines = seen(out);
    expect(lines).not.toContain('░');
    expect(lines).toMatch(/^cases published 1 output in/);
    expect(out.endsWith('\n')).toBe(true);
  });

  it('a run that fails leaves a clean line too, and marks the place in colour', async () => {
    const { code, out } = await drawn(
      'run pipeline.yaml',
      {},
      sound['pipeline.yaml'].replace('from: rows', 'from: row'),
    );
    expect(code).toBe(2);
    expect(out).toContain(`${ESCAPE}[31m`);
    expect(seen(out)).toContain('error[MR2001] unknown node "row"');
  });

  it('NO_COLOR keeps all colour out, and progress is still drawn', async () => {
    const { out } = await drawn('run pipeline.yaml', { NO_COLOR: '1' });
    expect(out).not.toMatch(new RegExp(`${ESCAPE}\\[[0-9;]*m`));
    expect(out).toContain('░');
  });

  it('CI draws nothing again', async () => {
    const { out } = await drawn('run pipeline.yaml', { CI: 'true' });
    expect(out).not.toContain('░');
    expect(out).toContain('stage s1 of 1: 3 rows');
  });
});
