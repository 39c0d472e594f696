import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createFolderStorage } from './index.js';
import { bundled } from './testing/child-script.js';
import { expectNothingLeft, rowsIn, soundRuns } from './testing/crash-checks.js';
import { type Scenario, storesIn, textsOf } from './testing/crash-scenario.js';
import { inParallel } from './testing/in-parallel.js';
import { afterEachStep, decisionIn, failpointsOf, killedAt, type Moment, moments } from './testing/kill.js';
import { publishTexts, run } from './testing/publish-text.js';
import { removeFolder, temporaryFolder } from './testing/temporary-folder.js';

const WORKERS = 4;
// Half a minute each on an idle machine; a loaded one may take its time.
const PATIENCE = { timeout: 240_000 };

let folder = '';
let script = '';

beforeAll(async () => {
  folder = await temporaryFolder();
  script = await bundled('crash-child.ts', folder);
});

afterAll(() => removeFolder(folder));

const storageIn = (at: string) => createFolderStorage({ stores: storesIn(at) });

/** Stores in which a run named `old` has published everything. */
const publishedBefore = async (name: string, scenario: Scenario): Promise<string> => {
  const at = join(folder, name.replaceAll(' ', '-'));
  await mkdir(at);
  await publishTexts(storageIn(at), 'old', textsOf(scenario, 'old'));
  return at;
};

const storesOf = (at: string, scenario: Scenario): readonly string[] =>
  scenario === 'one store' ? [join(at, 'gold')] : [join(at, 'gold'), join(at, 'silver')];

const secondStore = (scenario: Scenario): string => (scenario === 'one store' ? 'gold' : 'silver');

const replacedRuns = async (at: string, scenario: Scenario): Promise<readonly string[]> => {
  const late = await readFile(join(at, 'gold', 'late.csv'), 'utf8');
  const byOrigin = await readFile(join(at, secondStore(scenario), 'deep/er/by-origin.csv'), 'utf8');
  expect(byOrigin).toMatch(/^a\n\w+\nmore\n$/);
  expect(late).toMatch(/^\w+\n$/);
  return [late.trim(), byOrigin.split('\n')[1] ?? ''];
};

const logRows = (at: string, scenario: Scenario) => rowsIn(join(at, secondStore(scenario), 'log'));

/** Whatever the moment: every plain target is whole, and each store's manifest is all old or all new. */
const expectWhole = async (at: string, scenario: Scenario): Promise<void> => {
  for (const runId of await replacedRuns(at, scenario)) expect(['old', 'killed']).toContain(runId);
  expect([['old'], ['killed', 'old']]).toContainEqual(await logRows(at, scenario));
  for (const store of storesOf(at, scenario)) {
    expect([['old'], ['killed']]).toContainEqual(await soundRuns(store));
  }
};

const expectNextRunWorks = async (at: string, scenario: Scenario, decided: boolean): Promise<void> => {
  await publishTexts(storageIn(at), 'next', textsOf(scenario, 'next'));
  expect(await replacedRuns(at, scenario)).toEqual(['next', 'next']);
  expect(await logRows(at, scenario)).toEqual(decided ? ['killed', 'next', 'old'] : ['next', 'old']);
  for (const store of storesOf(at, scenario)) {
    expect(await soundRuns(store)).toEqual(['next']);
    await expectNothingLeft(store);
  }
};

/** A run of one store alone: it claims, and so recovers that store, and gives up. */
const recoverAlone = async (at: string, store: 'gold' | 'silver'): Promise<void> => {
  const texts = textsOf('two stores', 'visitor').filter(({ target }) => target.path.store === store);
  const claimed = texts.map(({ target }) => target);
  await (await storageIn(at).claim(claimed, run('visitor'))).abandon();
};

const expectDecidedRun = async (at: string, decided: boolean): Promise<void> => {
  const runId = decided ? 'killed' : 'old';
  expect(await replacedRuns(at, 'two stores')).toEqual([runId, runId]);
  for (const store of storesOf(at, 'two stores')) {
    expect(await soundRuns(store)).toEqual([runId]);
    await expectNothingLeft(store);
  }
};

const forEachKill = async (
  scenario: Scenario,
  pick: (names: readonly string[]) => readonly Moment[],
  after: (at: string, decided: boolean, index: number) => Promise<void>,
): Promise<void> => {
  const names = await failpointsOf(
    script,
    await publishedBefore(`${scenario} recorded`, scenario),
    scenario,
    'recorded',
  );
  const decision = decisionIn(names);
  expect(decision).toBeGreaterThan(0);
  await inParallel(pick(names), WORKERS, async ([killAt, name]) => {
    const at = await publishedBefore(`${scenario} ${killAt}`, scenario);
    try {
      await killedAt(script, { folder: at, scenario, runId: 'killed', killAt });
      await expectWhole(at, scenario);
      await after(at, killAt >= decision, killAt);
    } catch (thrown) {
      throw new Error(`killed at failpoint ${killAt}: ${name}`, { cause: thrown });
    }
    await removeFolder(at);
  });
};

describe('a run that is killed at any point', () => {
  test('in one store leaves it whole, and the next run finishes or undoes it', PATIENCE, async () => {
    await forEachKill('one store', moments, (at, decided) => expectNextRunWorks(at, 'one store', decided));
  });

  test(
    'in two stores has published in both or in neither, whichever of them is looked at first',
    PATIENCE,
    async () => {
      await forEachKill('two stores', afterEachStep, async (at, decided, index) => {
        const order = index % 4 === 1 ? (['gold', 'silver', 'gold'] as const) : (['silver', 'gold'] as const);
        for (const store of order) await recoverAlone(at, store);
        await expectDecidedRun(at, decided);
        await expectNextRunWorks(at, 'two stores', decided);
      });
    },
  );

  test('may be followed by a recovery that is killed at any point as well', PATIENCE, async () => {
    const scenario = 'two stores';
    const names = await failpointsOf(script, await publishedBefore('double', scenario), scenario, 'recorded');
    const killAt = decisionIn(names);
    const interrupted = async (name: string) => {
      const at = await publishedBefore(name, scenario);
      await killedAt(script, { folder: at, scenario, runId: 'killed', killAt });
      return at;
    };
    const recovery = await failpointsOf(script, await interrupted('double recorded'), scenario, 'second');
    const claimed = recovery.slice(0, recovery.indexOf('before fsync staged late'));
    expect(claimed).toContain('after rename manifest silver');
    await inParallel(afterEachStep(claimed), WORKERS, async ([second, name]) => {
      const at = await interrupted(`double ${second}`);
      await killedAt(script, { folder: at, scenario, runId: 'second', killAt: second }).catch(
        (thrown: unknown) => {
          throw new Error(`recovery killed at failpoint ${second}: ${name}`, { cause: thrown });
        },
      );
      await expectWhole(at, scenario);
      await expectNextRunWorks(at, scenario, true);
      await removeFolder(at);
    });
  });
});
