import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import { freshTrail, opening, recordsIn } from './testing/trail.js';
import { verifyTrail } from './verify/verify-trail.js';

const script = fileURLToPath(new URL('./testing/append.ts', import.meta.url));

interface Appending {
  readonly process: ChildProcess;
  /** Numbers of records that it was told are durable. */
  readonly durable: () => readonly number[];
  readonly ended: Promise<unknown>;
}

const appending = (...words: readonly string[]): Appending => {
  const child = spawn(process.execPath, ['--import', 'jiti/register', script, ...words], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
  });
  return {
    process: child,
    durable: () => text.split('\n').slice(0, -1).map(Number),
    ended: once(child, 'close'),
  };
};

const said = async ({ process: child, durable }: Appending, count: number): Promise<void> => {
  while (durable().length < count) {
    if (child.exitCode !== null)
      throw new Error(`ended with ${child.exitCode} after ${durable().length} records`);
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
};

describe('a process that is killed while it appends', () => {
  test('leaves every record that it was told is durable, and a trail that goes on', async () => {
    const folder = await freshTrail();
    for (const count of [1, 700]) {
      const one = appending(folder, '0', '16');
      await said(one, count);
      one.process.kill('SIGKILL');
      await one.ended;
      const numbers = new Set((await recordsIn(folder)).map(({ number }) => number));
      expect(one.durable().filter((number) => !numbers.has(number))).toEqual([]);
    }
    const log = await opening(folder);
    await log.close();
    const records = await recordsIn(folder);
    expect(records.map(({ number }) => number)).toEqual(records.map((_, index) => index));
    expect(await verifyTrail(folder)).toMatchObject({
      size: records.length,
      covered: records.length,
      torn: 0,
      findings: [],
    });
  });
});

describe('several processes at once', () => {
  test('each of which opens the trail for every record make one chain', async () => {
    const folder = await freshTrail();
    const all = ['8', '8', '8'].map((count) => appending(folder, count, '1', 'each'));
    await Promise.all(all.map(({ ended }) => ended));
    expect(all.flatMap(({ durable }) => durable()).toSorted((a, b) => a - b)).toEqual(
      Array.from({ length: 24 }, (_, number) => number),
    );
    expect(new Set((await recordsIn(folder)).map(({ resource }) => resource.id)).size).toBe(3);
    expect(await verifyTrail(folder)).toMatchObject({ size: 24, covered: 24, findings: [] });
  });
});
