import { utimes } from 'node:fs/promises';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { BEAT, giveSigns } from '../../src/app/schedule/sign-of-life.js';
import type { Wiring } from '../../src/app/wiring.js';
import { millrace } from '../support/cli.js';
import { documentOf, reading, someRows, writing } from '../support/document.js';
import { codesIn } from '../support/expectations.js';
import { project } from '../support/project.js';

const LOCK = '.millrace/schedule/lock';
const held = (host: string) =>
  JSON.stringify({
    runId: 'x',
    pipeline: 'x',
    target: 'x',
    since: 'then',
    pid: process.pid,
    host,
    processStart: null,
  });

const daily = documentOf(`${reading}${writing('rows')}`, 'schedule: { cron: 0 6 * * * }\n');

const withLock = async (host = 'elsewhere') =>
  project({ 'pipeline.yaml': daily, 'data/in.csv': someRows, [LOCK]: held(host) });

describe('the lock of a scheduler on another host', () => {
  it('is broken once it has been silent for as long as it would not be, and that is told', async () => {
    const here = await withLock();
    const waits: number[] = [];
    const wait: Wiring['wait'] = async (milliseconds) => void waits.push(milliseconds);
    const seen = await millrace(here, ['schedule', 'pipeline.yaml', '--once'], { wiring: { wait } });
    expect([seen.code, codesIn(seen.err)]).toEqual([0, []]);
    expect(seen.err).toContain(
      `the lock is held by process ${process.pid} on elsewhere, since then, where this process cannot look: waits 90 s`,
    );
    expect(waits[0]).toBe(90_000);
    expect(await here.bytes(LOCK)).toEqual({});
  });

  it('stands while it gives signs of life', async () => {
    const here = await withLock();
    const wait: Wiring['wait'] = () => utimes(here.path(LOCK), 1, 1);
    const seen = await millrace(here, ['schedule', 'pipeline.yaml', '--once'], { wiring: { wait } });
    expect([seen.code, codesIn(seen.err)]).toEqual([1, ['MR7309']]);
    expect(seen.err).toContain('it lives');
    expect(await here.read(LOCK)).toBe(held('elsewhere'));
  });

  it('is left to who breaks it first', async () => {
    const here = await withLock();
    const wait: Wiring['wait'] = () => here.write({ [LOCK]: held('a-third') });
    const seen = await millrace(here, ['schedule', 'pipeline.yaml', '--once'], { wiring: { wait } });
    expect([seen.code, codesIn(seen.err)]).toEqual([1, ['MR7309']]);
    expect(await here.read(LOCK)).toBe(held('a-third'));
  });
});

describe('a scheduler that was paused for long', () => {
  const fakeIntervals = (): void => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    onTestFinished(() => void vi.useRealTimers());
  };

  it('touches its lock now and then, and is told once another one has it', async () => {
    fakeIntervals();
    const here = await project({ lock: 'mine' });
    const { stat } = await import('node:fs/promises');
    await utimes(here.path('lock'), 1, 1);
    let lost = 0;
    const signs = giveSigns(here.path('lock'), 'mine', () => {
      lost += 1;
    });
    vi.advanceTimersByTime(BEAT);
    await expect.poll(async () => (await stat(here.path('lock'))).mtimeMs).toBeGreaterThan(1000);
    expect(lost).toBe(0);
    await here.write({ lock: 'of another' });
    vi.advanceTimersByTime(BEAT);
    await expect.poll(() => lost).toBe(1);
    vi.advanceTimersByTime(5 * BEAT);
    signs.end();
    expect(lost).toBe(1);
  });

  it('ends, says so, and keeps nothing over what the other one keeps', async () => {
    fakeIntervals();
    const here = await project({ 'pipeline.yaml': daily, 'data/in.csv': someRows });
    const wait: Wiring['wait'] = async (_, signal) => {
      await here.write({ [LOCK]: held('elsewhere'), '.millrace/schedule/state.json': 'of another' });
      const ended = new Promise<void>((resolve) => {
        signal.addEventListener('abort', () => resolve(), { once: true });
      });
      vi.advanceTimersByTime(BEAT);
      await ended;
    };
    const seen = await millrace(here, ['schedule', 'pipeline.yaml'], { wiring: { wait } });
    expect([seen.code, codesIn(seen.err)]).toEqual([1, ['MR7313']]);
    expect(await here.read('.millrace/schedule/state.json')).toBe('of another');
    expect(await here.read(LOCK)).toBe(held('elsewhere'));
  });
});
