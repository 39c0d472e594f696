import { dirname, join, resolve } from 'node:path';
import type { PublishedOutput, RunRecord } from '../../../kit/index.js';
import { storeFolders } from '../../check/settings.js';
import { loadDocument } from '../../load/load-document.js';
import type { Wiring } from '../../wiring.js';

/** Where a run reads and writes on this machine, which its record does not say. */
export interface Places {
  /** Absolute, of an output: its file, or the folder that its files are in. */
  readonly ofOutput: (output: PublishedOutput) => string | undefined;
  /** Absolute, of the files of a reading node; of one that names several stores, where they may be. */
  readonly ofInput: (input: RunRecord['inputs'][number]) => readonly string[];
}

/** The names of stores in the config of a node: `raw` in `raw://orders.csv`. */
const storesIn = (config: unknown): readonly string[] =>
  [...JSON.stringify(config ?? null).matchAll(/([A-Za-z_][\w-]*):\/\//g)].map(([, name = '']) => name);

/** The places of the runs of a document, by the stores that it names. */
export const placesOf = async (wiring: Wiring, file: string): Promise<Places> => {
  const loaded = await loadDocument(file, wiring.cwd);
  const folders = storeFolders(loaded, wiring);
  const { nodes } = loaded.parsed.document;
  return {
    ofOutput: ({ target, mode }) => {
      const [store = '', path = ''] = target.split('://');
      const folder = folders[store];
      if (folder === undefined) return undefined;
      // Runs that add to a folder each have a file of their own there.
      return mode === 'append' ? dirname(resolve(folder, path)) : resolve(folder, path);
    },
    ofInput: ({ node, files }) =>
      storesIn(nodes[node]?.with).flatMap((store) => {
        const folder = folders[store];
        return folder === undefined ? [] : files.map(({ name }) => join(folder, name));
      }),
  };
};
