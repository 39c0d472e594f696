import { describe, expect, test } from 'vitest';
import { type ProcessLimits, runIsolated } from './isolated.js';

const child = new URL('./testing/child.mjs', import.meta.url);

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

  test('ends with the work that it is part of', async () => {
    const stop = new AbortController();
    setTimeout(() => stop.abort(new Error('no longer wanted')), 200);
    await expect(ask('spin', {}, stop.signal)).rejects.toThrow('no longer wanted');
    await expect(ask('echo', {}, stop.signal)).rejects.toThrow('no longer wanted');
  });
});
