import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import { runIsolated } from './isolated.js';
import type { ProcessLimits } from './process.js';

const child = new URL('./testing/child.mjs', import.meta.url);

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

const ask = (deed: string, limits: Partial<ProcessLimits> = {}, signal?: AbortSignal): Promise<unknown> =>
  runIsolated(
    child,
    { deed, value: 1n },
    '"a.xlsx"',
    { memory: 200_000_000, seconds: 60, ...limits },
    signal,
  );

describe('a process of its own', () => {
  test('answers, and sees nothing of the environment', async () => {
    expect(await ask('echo')).toEqual({ value: 1n, environment: [] });
  });

  test.each([
    ['a heap that grows', 'fill', {}, '"a.xlsx" took more than 200 MB of memory'],
    ['buffers that grow', 'buffers', {}, '"a.xlsx" took more than 200 MB of memory'],
    ['a wait without end', 'hang', { seconds: 1 }, '"a.xlsx" took more than 1 s'],
    ['a loop without end', 'spin', { seconds: 1 }, '"a.xlsx" took more than 1 s'],
    ['a process that ends', 'leave', {}, '"a.xlsx" ended its process'],
  ])('is ended for %s', async (_, deed, limits, message) => {
    await expect(ask(deed, limits)).rejects.toThrow(`[MR4033] ${message}`);
  });

  test.each(['SIGKILL', 'SIGTERM'] as const)('ends with its parent, by %s', async (signal) => {
    const folder = mkdtempSync(join(tmpdir(), 'millrace-workers-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const told = join(folder, 'pid');
    const program = fileURLToPath(new URL('./testing/parent.ts', import.meta.url));
    const parent = spawn(process.execPath, ['--import', 'jiti/register', program, told], { stdio: 'ignore' });
    await expect
      .poll(() => existsSync(told) && readFileSync(told, 'utf8'), { timeout: 30_000 })
      .toMatch(/^\d+$/);
    const pid = Number(readFileSync(told, 'utf8'));
    expect(isAlive(pid)).toBe(true);
    parent.kill(signal);
    await expect.poll(() => isAlive(pid), { timeout: 30_000 }).toBe(false);
  });

  test('ends with the work that it is part of', async () => {
    const stop = new AbortController();
    setTimeout(() => stop.abort(new Error('no longer wanted')), 200);
    await expect(ask('spin', {}, stop.signal)).rejects.toThrow('no longer wanted');
    await expect(ask('echo', {}, stop.signal)).rejects.toThrow('no longer wanted');
  });
});
