import { mkdir, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Problem } from '../base/errors/index.js';
import { createFolderStorage, type Failpoint, recordFailpoints } from './index.js';
import { storesIn, textsOf } from './testing/crash-scenario.js';
import { expectFolderState } from './testing/folder-checks.js';
import { inParallel } from './testing/in-parallel.js';
import { decisionIn } from './testing/kill.js';
import { cannotMount, mounted, unmounted } from './testing/mounted.js';
import { problemOf } from './testing/problem-of.js';
import { publishTexts, run, target } from './testing/publish-text.js';
import { removeFolder, temporaryFolder } from './testing/temporary-folder.js';

const scenario = 'folders in two stores';

let folder = '';

beforeEach(async () => {
  folder = await temporaryFolder();
});

afterEach(() => removeFolder(folder));

const storageIn = (at: string, failpoint?: Failpoint) =>
  createFolderStorage({ stores: storesIn(at), ...(failpoint ? { failpoint } : {}) });

const publish = (at: string, runId: string, failpoint?: Failpoint) =>
  publishTexts(storageIn(at, failpoint), runId, textsOf(scenario, runId));

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

const faultOf = (work: Promise<unknown>): Promise<Problem | undefined> =>
  work.then(
    () => undefined,
    (thrown: unknown) => problemOf(Promise.reject(thrown)).catch(() => undefined),
  );

/** Runs that claim one store each, and so recover it. */
const recover = async (at: string): Promise<void> => {
  for (const store of ['silver', 'gold']) {
    const claimed = [target('visitor', `${store}://visitor.csv`)];
    await (await storageIn(at).claim(claimed, run(`visitor-${store}`))).abandon();
  }
};

test('a disk that fails at any step leaves folders old, or the next run makes them new as decided', {
  timeout: 600_000,
}, async () => {
  const recording = recordFailpoints();
  await publish(await publishedBefore('recorded'), 'recorded', recording.failpoint);
  // A lock that cannot be removed stays held while its process lives; all other faults can be recovered from.
  const faults = [...recording.names().entries()].filter(([, name]) => /^before (?!unlock)/.test(name));
  const decision = decisionIn(recording.names());
  await inParallel(faults, 4, async ([number, name]) => {
    const at = await publishedBefore(String(number));
    try {
      const problem = await faultOf(publish(at, 'killed', faultAt(number)));
      if (problem) expect(problem.notes.some((note) => note.includes('decided'))).toBe(number >= decision);
      await recover(at);
      await expectFolderState(at, scenario, number >= decision ? ['old', 'killed'] : ['old']);
    } catch (thrown) {
      throw new Error(`fault at failpoint ${number}: ${name}`, { cause: thrown });
    }
    await removeFolder(at);
  });
});

describe('a full disk', () => {
  test('leaves folders old, and when there is room again the next run works', { timeout: 240_000 }, async ({
    skip,
  }) => {
    if (!(await mounted(folder, 'size=1m'))) return skip(cannotMount);
    const codes = new Set<string>();
    try {
      await publish(folder, 'old');
      for (let free = 0; free < 40; free += 2) {
        const filler = join(folder, 'filler');
        let filled = false;
        const fill: Failpoint = async (name) => {
          if (name !== 'before fsync staged late' || filled) return;
          filled = true;
          await writeFile(filler, Buffer.alloc(2 * 1024 * 1024)).catch(() => undefined);
          await truncate(filler, Math.max(0, (await stat(filler)).size - free * 4096));
        };
        const fault = await faultOf(publish(folder, `run${free}`, fill));
        codes.add(fault?.code ?? 'published');
        await rm(filler, { force: true });
        await recover(folder);
        await rm(join(folder, 'gold'), { recursive: true });
        await rm(join(folder, 'silver'), { recursive: true });
        await publish(folder, 'old');
        await expectFolderState(folder, scenario, ['old']);
      }
    } finally {
      await unmounted(folder);
    }
    expect([...codes].toSorted()).toEqual(['MR3007', 'published']);
  });
});
