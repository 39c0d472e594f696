import { mkdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Problem } from '../base/errors/index.js';
import { createFolderStorage, type Failpoint, recordFailpoints } from './index.js';
import { expectNothingLeft, rowsIn, soundRuns } from './testing/crash-checks.js';
import { storesIn, textsOf } from './testing/crash-scenario.js';
import { inParallel } from './testing/in-parallel.js';
import { cannotMount, mounted, unmounted } from './testing/mounted.js';
import { problemOf } from './testing/problem-of.js';
import { publishTexts } from './testing/publish-text.js';
import { removeFolder, temporaryFolder } from './testing/temporary-folder.js';

let folder = '';

beforeEach(async () => {
  folder = await temporaryFolder();
});

afterEach(() => removeFolder(folder));

const scenario = 'two stores';
const publish = (at: string, runId: string, failpoint?: Failpoint) =>
  publishTexts(
    createFolderStorage({ stores: storesIn(at), ...(failpoint ? { failpoint } : {}) }),
    runId,
    textsOf(scenario, runId),
  );

const publishedBefore = async (name: string): Promise<string> => {
  const at = join(folder, name);
  await mkdir(at);
  await publish(at, 'old');
  return at;
};

const faultAt = (number: number): Failpoint => {
  let passed = 0;
  return () => {
    passed += 1;
    if (passed === number + 1) throw Object.assign(new Error('full'), { code: 'ENOSPC', syscall: 'write' });
  };
};

const problemAt = async (at: string, number: number): Promise<Problem | undefined> => {
  try {
    await publish(at, 'failed', faultAt(number));
    return undefined;
  } catch (thrown) {
    return problemOf(Promise.reject(thrown)).catch(() => undefined);
  }
};

const late = async (at: string): Promise<string> =>
  (await readFile(join(at, 'gold/late.csv'), 'utf8')).trim();
const log = (at: string): Promise<readonly string[]> => rowsIn(join(at, 'silver/log'));

const expectState = async (at: string, runId: string): Promise<void> => {
  expect(await late(at)).toBe(runId);
  for (const store of ['gold', 'silver']) expect(await soundRuns(join(at, store))).toEqual([runId]);
};

const announced = (problem: Problem): boolean =>
  problem.notes.some((note) => note.includes('was decided before'));

describe('a disk that fails at any step', () => {
  test('before the decision leaves all as it was; after it the problem says that the next run completes it', {
    timeout: 240_000,
  }, async () => {
    const at = await publishedBefore('recorded');
    const recording = recordFailpoints();
    await publish(at, 'recorded', recording.failpoint);
    // A lock that cannot be removed stays held while its process lives; all other faults can be recovered from.
    const faults = [...recording.names().entries()].filter(([, name]) => /^before (?!unlock)/.test(name));
    const decision = recording.names().indexOf('after rename journal gold');
    await inParallel(faults, 4, async ([number, name]) => {
      const place = await publishedBefore(String(number));
      const problem = await problemAt(place, number);
      const published = problem === undefined && (await late(place)) === 'failed';
      const decided = number >= decision;
      try {
        if (problem) expect(announced(problem)).toBe(decided);
        if (published || !decided) await expectState(place, published ? 'failed' : 'old');
        await publish(place, 'next');
        await expectState(place, 'next');
        expect(await log(place)).toEqual(decided ? ['failed', 'next', 'old'] : ['next', 'old']);
        for (const store of ['gold', 'silver']) await expectNothingLeft(join(place, store));
      } catch (thrown) {
        throw new Error(`fault at failpoint ${number}: ${name}`, { cause: thrown });
      }
      await removeFolder(place);
    });
  });
});

describe('a full disk', () => {
  test('stops the run with MR3007, and when there is room again the next run works', {
    timeout: 240_000,
  }, async ({ skip }) => {
    if (!(await mounted(folder, 'size=512k'))) return skip(cannotMount);
    const codes = new Set<string>();
    try {
      for (let free = 0; free < 24; free += 1) {
        const runId = `run${free}`;
        const filler = join(folder, 'filler');
        const fill = async (): Promise<void> => {
          await writeFile(filler, Buffer.alloc(1024 * 1024)).catch(() => undefined);
          await truncate(filler, Math.max(0, (await stat(filler)).size - free * 4096));
        };
        let filled = false;
        const failpoint: Failpoint = async (name) => {
          if (name === 'before fsync staged late' && !filled) {
            filled = true;
            await fill();
          }
        };
        const fault = await publish(folder, runId, failpoint).then(
          () => undefined,
          (thrown: unknown) => problemOf(Promise.reject(thrown)),
        );
        codes.add((await fault)?.code ?? 'published');
        await rm(filler, { force: true });
        await publish(folder, `after${free}`);
        await expectState(folder, `after${free}`);
        for (const store of ['gold', 'silver']) await expectNothingLeft(join(folder, store));
      }
    } finally {
      await unmounted(folder);
    }
    expect([...codes].toSorted()).toEqual(['MR3007', 'published']);
  });
});
