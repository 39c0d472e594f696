import { dirname, join, resolve } from 'node:path';
import { own } from '../../../base/own.js';
import type { PublishedOutput, RunRecord } from '../../../kit/index.js';
import { parseDocument } from '../../../spec/index.js';
import { storeFolders } from '../../check/settings.js';
import { type LoadedDocument, loadDocument } from '../../load/load-document.js';
import type { ServiceParts } from '../parts.js';
import { versionText } from '../pipelines/versions.js';

/** Where a run reads on this machine, which its record does not say. */
export interface Places {
  /** Absolute, of the files of a reading node; of one that names several stores, where they may be. */
  readonly ofInput: (input: RunRecord['inputs'][number]) => readonly string[];
  /** Absolute: the files of a reading node, or the folders of those that a pattern names, where others will come. */
  readonly ofFiles: (input: RunRecord['inputs'][number]) => readonly string[];
  /** Whether a reading node says itself what columns are called, or which line does. */
  readonly isRenamed: (input: Pick<RunRecord['inputs'][number], 'node'>) => boolean;
}

/** Options by which the names of columns are not those that the file has. */
const renaming = ['names', 'header', 'skip'];

/** The names of stores in the config of a node: `raw` in `raw://orders.csv`. */
const storesIn = (config: unknown): readonly string[] =>
  [...JSON.stringify(config ?? null).matchAll(/([A-Za-z_][\w-]*):\/\//g)].map(([, name = '']) => name);

/** The document that a run ran, which may be another by now. Throws MR8006 where it is not kept. */
const documentOf = async (
  parts: Pick<ServiceParts, 'wiring' | 'state' | 'data'>,
  { pipeline, document: { hash } }: RunRecord,
  file: string,
): Promise<LoadedDocument> => {
  const { wiring } = parts;
  const now = await loadDocument(file, wiring.cwd).catch(() => undefined);
  if (now?.parsed.hash === hash) return now;
  const parsed = parseDocument(await versionText(parts, pipeline, hash), file);
  return { parsed, path: resolve(wiring.cwd, file) };
};

/** The places of a run, by the stores that its document names. */
export const placesOf = async (
  parts: Pick<ServiceParts, 'wiring' | 'state' | 'data'>,
  record: RunRecord,
  file: string,
): Promise<Places> => {
  const loaded = await documentOf(parts, record, file);
  const folders = storeFolders(loaded, parts.wiring);
  const { nodes } = loaded.parsed.document;
  const ofInput: Places['ofInput'] = ({ node, files }) =>
    storesIn(nodes[node]?.with).flatMap((store) => {
      const folder = own(folders, store);
      return folder === undefined ? [] : files.map(({ name }) => join(folder, name));
    });
  return {
    ofInput,
    ofFiles: (input) => {
      const isPattern = /[*?[{]/.test(JSON.stringify(nodes[input.node]?.with?.['path'] ?? ''));
      return isPattern ? [...new Set(ofInput(input).map((file) => dirname(file)))] : ofInput(input);
    },
    isRenamed: ({ node }) => {
      const options = nodes[node]?.with ?? {};
      return options['header'] === true ? false : renaming.some((option) => options[option] !== undefined);
    },
  };
};

/** Where a run wrote an output: its file, or the folder that its files are in; absolute. */
export const placeOf = (
  { written }: RunRecord,
  { node, target, mode }: PublishedOutput,
): string | undefined => {
  const store = own(written ?? {}, node)?.store;
  const path = target.split('://')[1];
  if (store === undefined || path === undefined) return undefined;
  // Runs that add to a folder each have a file of their own there.
  return mode === 'append' ? dirname(resolve(store, path)) : resolve(store, path);
};
