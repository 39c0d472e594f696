import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createFolderStorage } from './index.js';
import { bundled } from './testing/child-script.js';
import { type Scenario, storesIn, textsOf } from './testing/crash-scenario.js';
import { expectFolderState, expectNoMixture, storesOf } from './testing/folder-checks.js';
import { inParallel } from './testing/in-parallel.js';
import { afterEachStep, decisionIn, failpointsOf, killedAt, type Moment } from './testing/kill.js';
import { publishTexts, run, target } from './testing/publish-text.js';
import { removeFolder, temporaryFolder } from './testing/temporary-folder.js';

const WORKERS = 4;
const PATIENCE = { timeout: 600_000 };

let folder = '';
let script = '';

beforeAll(async () => {
  folder = await temporaryFolder();
  script = await bundled('crash-child.ts', folder);
});

afterAll(() => removeFolder(folder));

const storageIn = (at: string) => createFolderStorage({ stores: storesIn(at) });

const publishedBefore = async (name: string, scenario: Scenario): Promise<string> => {
  const at = join(folder, name.replaceAll(' ', '-'));
  await mkdir(at);
  await publishTexts(storageIn(at), 'old', textsOf(scenario, 'old'));
  return at;
};

/** A run with nothing to do with the folders: it claims, and so recovers the stores, and gives up. */
const recover = async (at: string, scenario: Scenario, stores: readonly string[]): Promise<void> => {
  for (const store of stores) {
    const claimed = [target('visitor', `${store}://visitor.csv`)];
    await (await storageIn(at).claim(claimed, run(`visitor-${store}`))).abandon();
  }
  expect(storesOf(at, scenario).length).toBeLessThanOrEqual(stores.length);
};

const forEachKill = async (
  scenario: Scenario,
  pick: (names: readonly string[]) => readonly Moment[],
  stores: (index: number) => readonly string[],
): Promise<void> => {
  const recorded = await publishedBefore(`${scenario} recorded`, scenario);
  const names = await failpointsOf(script, recorded, scenario, 'recorded');
  const decision = decisionIn(names);
  expect(decision).toBeGreaterThan(0);
  await inParallel(pick(names), WORKERS, async ([killAt, name]) => {
    const at = await publishedBefore(`${scenario} ${killAt}`, scenario);
    try {
      await killedAt(script, { folder: at, scenario, runId: 'killed', killAt });
      await expectNoMixture(at, scenario);
      await recover(at, scenario, stores(killAt));
      const runs = killAt >= decision ? ['old', 'killed'] : ['old'];
      await expectFolderState(at, scenario, runs);
      await publishTexts(storageIn(at), 'next', textsOf(scenario, 'next'));
      await expectFolderState(at, scenario, [...runs, 'next']);
    } catch (thrown) {
      throw new Error(`killed at failpoint ${killAt}: ${name}`, { cause: thrown });
    }
    await removeFolder(at);
  });
};

describe('a run that is killed while it switches folders', () => {
  test('leaves each old or new as a whole, once the store was recovered', PATIENCE, async () => {
    await forEachKill('folders', afterEachStep, () => ['gold']);
  });

  test('in two stores has published in both or in neither', PATIENCE, async () => {
    await forEachKill('folders in two stores', afterEachStep, (index) =>
      index % 4 === 1 ? ['gold', 'silver', 'gold'] : ['silver', 'gold'],
    );
  });

  test('may be followed by a recovery that is killed at any point as well', PATIENCE, async () => {
    const scenario = 'folders';
    const names = await failpointsOf(script, await publishedBefore('double', scenario), scenario, 'recorded');
    const killAt = decisionIn(names);
    const interrupted = async (name: string): Promise<string> => {
      const at = await publishedBefore(name, scenario);
      await killedAt(script, { folder: at, scenario, runId: 'killed', killAt });
      return at;
    };
    const recovery = await failpointsOf(script, await interrupted('double recorded'), scenario, 'second');
    const claimed = recovery.slice(0, recovery.indexOf('before fsync staged late'));
    expect(claimed).toContain('after rename folder of whole');
    await inParallel(afterEachStep(claimed), WORKERS, async ([number, name]) => {
      const at = await interrupted(`double ${number}`);
      await killedAt(script, { folder: at, scenario, runId: 'second', killAt: number }).catch(
        (thrown: unknown) => {
          throw new Error(`recovery killed at failpoint ${number}: ${name}`, { cause: thrown });
        },
      );
      await expectNoMixture(at, scenario);
      await recover(at, scenario, ['gold']);
      await expectFolderState(at, scenario, ['old', 'killed']);
      await removeFolder(at);
    });
  });
});
