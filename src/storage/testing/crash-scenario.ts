import { join } from 'node:path';
import type { StoreFolders } from '../stores.js';
import { type Texts, target } from './publish-text.js';

/** Which stores the outputs of the crash tests go to. */
export type Scenario = 'one store' | 'two stores' | 'second store';

export const storesIn = (folder: string): StoreFolders => ({
  gold: join(folder, 'gold'),
  silver: join(folder, 'silver'),
});

/** Two outputs that are replaced and one that is appended to, all telling their run. */
export const textsOf = (scenario: Scenario, runId: string): Texts => {
  const second = scenario === 'one store' ? 'gold' : 'silver';
  const elsewhere = [
    { target: target('by_origin', `${second}://deep/er/by-origin.csv`), text: `a\n${runId}\nmore\n` },
    { target: target('log', `${second}://log/`, 'append'), text: `${runId}\n` },
  ];
  if (scenario === 'second store') return elsewhere;
  return [{ target: target('late', 'gold://late.csv'), text: `${runId}\n` }, ...elsewhere];
};
