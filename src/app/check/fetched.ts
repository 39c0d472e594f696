import { randomUUID } from 'node:crypto';
import { mkdir, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { failure, type Problem } from '../../base/errors/index.js';
import type { DataFile, StorePath, TargetRequest } from '../../kit/index.js';
import { documentNode, type Graph, type GraphNode } from '../../planner/index.js';
import type { LoadedDocument } from '../load/load-document.js';
import type { How, Trying } from '../policy/trying.js';
import type { Wiring } from '../wiring.js';
import type { Settings } from './settings.js';
import { attributed, type FoundSources, type Source } from './sources.js';

/** Stores on the web, as folders that hold the files which are read. */
export interface Fetched {
  readonly stores: Settings['stores'];
  readonly problems: readonly Problem[];
  /** The address of a file, by the path of its copy. */
  readonly addresses: ReadonlyMap<string, string>;
  readonly release: () => Promise<void>;
}

const IS_PATTERN = /[*?[{]|\/$/;

const addressOf = (base: string, { path }: StorePath): string => {
  const { href } = new URL(base);
  const folder = href.endsWith('/') ? href : `${href}/`;
  return `${folder}${path.split('/').map(encodeURIComponent).join('/')}`;
};

const single = (asked: StorePath): StorePath => {
  if (!IS_PATTERN.test(asked.path) && !asked.path.split('/').includes('..')) return asked;
  throw failure('MR3043', `"${asked.text}" names no single file, and store "${asked.store}" is on the web`);
};

/** Writing nodes whose store is none to write to. */
export const writesToWeb = (
  { parsed }: LoadedDocument,
  { webStores }: Settings,
  targets: readonly TargetRequest[],
): readonly Problem[] =>
  targets
    .filter(({ path }) => Object.hasOwn(webStores, path.store))
    .flatMap(({ node, path }) => {
      const refused = failure(
        'MR3043',
        `"${path.text}" cannot be written: store "${path.store}" is on the web`,
      );
      return attributed(refused, parsed, node);
    });

const pathsOf = ({ kind, config }: GraphNode, { webStores }: Settings): readonly StorePath[] =>
  kind.family === 'read' && config !== undefined
    ? kind.paths(config).filter(({ store }) => Object.hasOwn(webStores, store))
    : [];

const nothingFetched = (stores: Settings['stores']): Fetched => ({
  stores,
  problems: [],
  addresses: new Map(),
  release: async () => undefined,
});

/** Fetches the files of stores on the web that reading nodes name, each once. */
export const fetchSources = async (
  { fetchFile }: Pick<Wiring, 'fetchFile'>,
  { parsed }: LoadedDocument,
  settings: Settings,
  graph: Graph,
  trying: Trying,
  how: How,
): Promise<Fetched> => {
  const { stores, webStores } = settings;
  if (Object.keys(webStores).length === 0) return nothingFetched(stores);
  const folder = join(await realpath(tmpdir()), `millrace-fetched-${randomUUID()}`);
  const folders = Object.fromEntries(Object.keys(webStores).map((name) => [name, join(folder, name)]));
  const release = (): Promise<void> => rm(folder, { recursive: true, force: true });
  const addresses = new Map<string, string>();
  const problems: Problem[] = [];
  const { signal } = how;
  for (const path of Object.values(folders)) await mkdir(path, { recursive: true });
  for (const node of graph.nodes)
    for (const asked of pathsOf(node, settings))
      try {
        const path = join(folders[asked.store] ?? folder, single(asked).path);
        const url = addressOf(webStores[asked.store] ?? '', asked);
        if (addresses.has(path)) continue;
        const task = { work: 'fetching', nodes: [documentNode(node.name)], file: asked.text } as const;
        await trying.attempt(task, (own) => fetchFile({ url, path, signal: own }), how);
        addresses.set(path, url);
      } catch (thrown) {
        if (signal.aborted) await release();
        signal.throwIfAborted();
        problems.push(...attributed(thrown, parsed, node.name));
      }
  return {
    stores: { ...stores, ...folders },
    problems,
    addresses,
    release,
  };
};

/** Sources whose files bear the addresses that they were fetched from. */
export const asFetched = (found: FoundSources, { addresses }: Fetched): FoundSources => {
  const named = (file: DataFile): DataFile => {
    const text = addresses.get(file.path);
    return text === undefined ? file : { ...file, given: { text, hasItsLines: true } };
  };
  const source = (each: Source): Source => ({
    ...each,
    files: each.files.map(named),
    readable: each.readable.map(named),
  });
  return addresses.size === 0 ? found : { ...found, sources: found.sources.map(source) };
};
