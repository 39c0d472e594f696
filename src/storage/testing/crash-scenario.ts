import { join } from 'node:path';
import type { StoreFolders } from '../stores.js';
import { folderTarget, type Texts, target } from './publish-text.js';

/** Which stores the outputs of the crash tests go to. */
export type Scenario = 'one store' | 'two stores' | 'second store' | 'folders' | 'folders in two stores';

export const storesIn = (folder: string): StoreFolders => ({
  gold: join(folder, 'gold'),
  silver: join(folder, 'silver'),
});

/** The partitions that a run has rows for: the first has others than those that follow. */
const partitionsOf = (runId: string): readonly string[] => (runId === 'old' ? ['a', 'b'] : ['b', 'c']);

const partitioned = (runId: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    partitionsOf(runId).flatMap((value) => [
      [`p=${value}/part-0.csv`, `${runId}\n`],
      [`p=${value}/part-1.csv`, `${runId}\n${runId}\n`],
    ]),
  );

/** A folder that is replaced, one whose partitions are, one that is added to, and a file; all tell their run. */
const foldersOf = (runId: string, second: string): Texts => [
  { target: target('late', 'gold://late.csv'), text: `${runId}\n` },
  { target: folderTarget('whole', `${second}://deep/whole/`, 'replace', ['p']), text: partitioned(runId) },
  { target: target('flat', 'gold://flat/'), text: `${runId}\n` },
  {
    target: folderTarget('parts', `${second}://parts/`, 'replace_partitions', ['p']),
    text: partitioned(runId),
  },
  { target: folderTarget('added', 'gold://added/', 'append', ['p']), text: partitioned(runId) },
];

/** Two outputs that are replaced and one that is appended to, all telling their run; or folders. */
export const textsOf = (scenario: Scenario, runId: string): Texts => {
  if (scenario === 'folders') return foldersOf(runId, 'gold');
  if (scenario === 'folders in two stores') return foldersOf(runId, 'silver');
  const second = scenario === 'one store' ? 'gold' : 'silver';
  const elsewhere = [
    { target: target('by_origin', `${second}://deep/er/by-origin.csv`), text: `a\n${runId}\nmore\n` },
    { target: target('log', `${second}://log/`, 'append'), text: `${runId}\n` },
  ];
  if (scenario === 'second store') return elsewhere;
  return [{ target: target('late', 'gold://late.csv'), text: `${runId}\n` }, ...elsewhere];
};
