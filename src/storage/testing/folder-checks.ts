import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import { expectNothingLeft, soundRuns } from './crash-checks.js';
import type { Scenario } from './crash-scenario.js';
import { type Tree, treeOf } from './folder-tree.js';

const second = (scenario: Scenario): string => (scenario === 'folders' ? 'gold' : 'silver');
/** Folders of the stores of a scenario. */
export const storesOf = (at: string, scenario: Scenario): readonly string[] =>
  [...new Set(['gold', second(scenario)])].map((store) => join(at, store));

/** Two files of a run in one partition. */
const of = (runId: string): readonly string[] => [runId, `${runId} ${runId}`];
const wholeOld: Tree = { 'p=a': of('old'), 'p=b': of('old') };
const wholeNew = (runId: string): Tree => ({ 'p=b': of(runId), 'p=c': of(runId) });

const places = (at: string, scenario: Scenario) => ({
  late: join(at, 'gold/late.csv'),
  whole: join(at, second(scenario), 'deep/whole'),
  flat: join(at, 'gold/flat'),
  parts: join(at, second(scenario), 'parts'),
  added: join(at, 'gold/added'),
});

/** At the very moment of the crash: a folder is old, new or for an instant not there; it is never of both. */
export const expectNoMixture = async (at: string, scenario: Scenario): Promise<void> => {
  const { whole, flat, parts } = places(at, scenario);
  expect([undefined, wholeOld, wholeNew('killed')]).toContainEqual(await treeOf(whole));
  expect([undefined, { '.': ['old'] }, { '.': ['killed'] }]).toContainEqual(await treeOf(flat));
  const partitions = (await treeOf(parts)) ?? {};
  for (const texts of Object.values(partitions)) expect([of('old'), of('killed')]).toContainEqual(texts);
  expect(partitions['p=a']).toEqual(of('old'));
  for (const store of storesOf(at, scenario)) {
    expect([['old'], ['killed']]).toContainEqual(await soundRuns(store));
  }
};

/** The runs whose rows each partition of the folder that is added to has, in order of the runs. */
const added = (runs: readonly string[]): Tree => {
  const rows = (value: string): readonly string[] =>
    runs.filter((runId) => (runId === 'old' ? value !== 'c' : value !== 'a')).flatMap(of);
  return {
    'p=a': of('old'),
    'p=b': rows('b').toSorted(),
    ...(runs.length > 1 && { 'p=c': rows('c').toSorted() }),
  };
};

/** Every folder has what the runs that published give it, and nothing else is left. */
export const expectFolderState = async (
  at: string,
  scenario: Scenario,
  runs: readonly string[],
): Promise<void> => {
  const last = runs.at(-1) ?? '';
  const { late, whole, flat, parts, added: log } = places(at, scenario);
  const isOld = last === 'old';
  expect(await readFile(late, 'utf8')).toBe(`${last}\n`);
  expect(await treeOf(whole)).toEqual(isOld ? wholeOld : wholeNew(last));
  expect(await treeOf(flat)).toEqual({ '.': [last] });
  expect(await treeOf(parts)).toEqual(isOld ? wholeOld : { 'p=a': of('old'), ...wholeNew(last) });
  expect(await treeOf(log)).toEqual(added(runs));
  for (const store of storesOf(at, scenario)) {
    expect(await soundRuns(store)).toEqual([last]);
    await expectNothingLeft(store);
  }
};
