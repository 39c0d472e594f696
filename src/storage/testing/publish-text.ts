import { readFile, writeFile } from 'node:fs/promises';
import type {
  Publication,
  PublishedOutput,
  RunIdentity,
  Storage,
  StorePath,
  TargetRequest,
  WriteMode,
} from '../../kit/storage.js';

/** `store://path` as a document would write it. */
export const storePath = (text: string): StorePath => {
  const [store = '', path = ''] = text.split('://');
  return { kind: 'path', text, store, path };
};

export const target = (node: string, text: string, mode: WriteMode = 'replace'): TargetRequest => ({
  node,
  path: storePath(text),
  mode,
  extension: '.csv',
});

export const run = (runId: string): RunIdentity => ({ runId, pipeline: 'tests', documentHash: 'hash' });

const rowsOf = (text: string): number => text.split('\n').length - 1;

/** Counts lines, as the engine counts rows. */
export const countRows = async (_: string, path: string): Promise<number> =>
  rowsOf(await readFile(path, 'utf8'));

/** What a run writes: the text of each target's file. */
export type Texts = readonly { readonly target: TargetRequest; readonly text: string }[];

/** Stages texts and publishes them in a claim that is open. */
export const publishStaged = async (
  publication: Publication,
  texts: Texts,
): Promise<readonly PublishedOutput[]> => {
  for (const { target: at, text } of texts) await writeFile(publication.stagedFile(at.node), text);
  const outputs = texts.map(({ target: at, text }) => ({
    node: at.node,
    rows: rowsOf(text),
    schema: [{ name: 'a', type: 'VARCHAR' }],
  }));
  return publication.publish(outputs, countRows);
};

/** A whole run: claim, stage, publish. */
export const publishTexts = async (
  storage: Storage,
  runId: string,
  texts: Texts,
): Promise<readonly PublishedOutput[]> => {
  const claimed = texts.map((text) => text.target);
  return publishStaged(await storage.claim(claimed, run(runId)), texts);
};
