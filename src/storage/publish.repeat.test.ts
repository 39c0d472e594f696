import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Repeat } from '../kit/storage.js';
import { createFolderStorage, type Failpoint, recordFailpoints } from './index.js';
import { expectNothingLeft, rowsIn, soundRuns } from './testing/crash-checks.js';
import { type Scenario, storesIn, textsOf } from './testing/crash-scenario.js';
import { type Tree, treeOf } from './testing/folder-tree.js';
import { inParallel } from './testing/in-parallel.js';
import { problemOf } from './testing/problem-of.js';
import { publishTexts, run, target } from './testing/publish-text.js';
import { removeFolder, temporaryFolder } from './testing/temporary-folder.js';

let folder = '';

beforeEach(async () => {
  folder = await temporaryFolder();
});

afterEach(() => removeFolder(folder));

const storageIn = (at: string, failpoint?: Failpoint) =>
  createFolderStorage({ stores: storesIn(at), lockWait: 50, ...(failpoint ? { failpoint } : {}) });

const full = () => Object.assign(new Error('full'), { code: 'ENOSPC', syscall: 'write' });

/** Tries so often, with something done in between. */
const times =
  (most: number, between: () => Promise<unknown> = async () => undefined): Repeat =>
  async (attempt) => {
    for (let nth = 1; ; nth += 1) {
      try {
        return await attempt();
      } catch (thrown) {
        if (nth === most) throw thrown;
      }
      await between();
    }
  };

/** What readers of plain paths see in a store. */
const published = async (at: string, store: string): Promise<Tree> => {
  const tree = (await treeOf(join(at, store))) ?? {};
  return Object.fromEntries(Object.entries(tree).filter(([name]) => !name.startsWith('.millrace')));
};

/** What is passed while it is published, after the claim. */
const publishSteps = (names: readonly string[]): readonly (readonly [number, string])[] => {
  const begin = names.findIndex((name) => name.startsWith('before fsync staged'));
  // A lock that cannot be removed stays held while its process lives.
  return [...names.entries()].filter(([at, name]) => at >= begin && /^before (?!unlock)/.test(name));
};

const failingAt = (numbers: ReadonlySet<number>): Failpoint =>
  (() => {
    let passed = -1;
    return () => {
      passed += 1;
      if (numbers.has(passed)) throw full();
    };
  })();

const scenarios: readonly Scenario[] = ['two stores', 'folders in two stores'];

describe.each(scenarios)('a publish that is tried again, to %s', (scenario) => {
  const publish = (at: string, runId: string, failpoint?: Failpoint, repeat?: Repeat) =>
    publishTexts(storageIn(at, failpoint), runId, textsOf(scenario, runId), repeat);

  const placeOf = async (name: string): Promise<string> => {
    const at = join(folder, name);
    await mkdir(at);
    await publish(at, 'old');
    return at;
  };

  const stores = ['gold', 'silver'];

  test('publishes once and whole, whichever step fails', { timeout: 240_000 }, async () => {
    const recording = recordFailpoints();
    const model = await placeOf('recorded');
    await publish(model, 'new', recording.failpoint);
    const expected = await Promise.all(stores.map((store) => published(model, store)));
    const faults = publishSteps(recording.names());
    expect(faults.length).toBeGreaterThan(10);
    await inParallel(faults, 4, async ([number, name]) => {
      const place = await placeOf(String(number));
      try {
        const outputs = await publish(place, 'new', failingAt(new Set([number])), times(2));
        expect(outputs).toHaveLength(textsOf(scenario, 'new').length);
        expect(await Promise.all(stores.map((store) => published(place, store)))).toEqual(expected);
        // What only tidies up is no part of it: what a fault keeps, whoever comes next removes.
        await storageIn(place).recover(stores, run('after'));
        for (const store of stores) {
          await soundRuns(join(place, store));
          await expectNothingLeft(join(place, store));
        }
      } catch (thrown) {
        throw new Error(`fault at failpoint ${number}: ${name}`, { cause: thrown });
      }
      await removeFolder(place);
    });
  });
});

describe('between two attempts of a publish', () => {
  const scenario = 'two stores';
  const texts = (runId: string) => textsOf(scenario, runId);
  const other = [{ target: target('other', 'silver://other.csv'), text: 'other\n' }];
  const log = (): Promise<readonly string[]> => rowsIn(join(folder, 'silver/log'));

  const faultsAt = async (step: string): Promise<Failpoint> => {
    let isMet = false;
    return (name) => {
      if (isMet || name !== step) return;
      isMet = true;
      throw full();
    };
  };

  test.each([
    ['is not decided', 'before rename journal gold'],
    ['is decided', 'before rename target late'],
    ['is decided, and done in one of its stores', 'before rename manifest gold'],
  ])('which %s, others publish to its stores, and it is published once', async (_, step) => {
    await publishTexts(storageIn(folder), 'old', texts('old'));
    const between = () => publishTexts(storageIn(folder), 'between', other);
    const storage = storageIn(folder, await faultsAt(step));
    const outputs = await publishTexts(storage, 'new', texts('new'), times(2, between));
    expect(outputs.map(({ node }) => node)).toEqual(['late', 'by_origin', 'log']);
    expect(await log()).toEqual(['new', 'old']);
    expect((await soundRuns(join(folder, 'silver'))).toSorted()).toEqual(['between', 'new']);
    for (const store of ['gold', 'silver']) await expectNothingLeft(join(folder, store));
  });

  test('its targets belong to it still', async () => {
    await publishTexts(storageIn(folder), 'old', texts('old'));
    const codes: (string | undefined)[] = [];
    const between = async () => {
      const claim = storageIn(folder).claim([target('late', 'gold://late.csv')], run('thief'));
      codes.push((await problemOf(claim)).code);
    };
    const storage = storageIn(folder, await faultsAt('before rename journal gold'));
    await publishTexts(storage, 'new', texts('new'), times(2, between));
    expect(codes).toEqual(['MR3009']);
    expect(await log()).toEqual(['new', 'old']);
  });

  test('what cannot be taken back is not tried again, and the next run undoes it', async () => {
    await publishTexts(storageIn(folder), 'old', texts('old'));
    let seen = 0;
    const failpoint: Failpoint = (name) => {
      if (name === 'before rename journal gold') seen += 1;
      if (name === 'before rename journal gold' || name === 'before remove journal that was not decided')
        throw full();
    };
    const failed = problemOf(publishTexts(storageIn(folder, failpoint), 'new', texts('new'), times(3)));
    expect((await failed).code).toBe('MR3007');
    expect(seen).toBe(1);
    await publishTexts(storageIn(folder), 'next', texts('next'));
    expect(await log()).toEqual(['next', 'old']);
    for (const store of ['gold', 'silver']) await expectNothingLeft(join(folder, store));
  });
});
