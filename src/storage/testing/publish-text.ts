import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type {
  CountRows,
  Publication,
  PublishedOutput,
  Repeat,
  RunIdentity,
  StagedOutput,
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

/** A folder of several files, in the sub-folders of its partitions. */
export const folderTarget = (
  node: string,
  text: string,
  mode: WriteMode,
  partitionBy: readonly string[] = [],
): TargetRequest => ({ ...target(node, text, mode), partitionBy });

export const run = (runId: string): RunIdentity => ({ runId, pipeline: 'tests', documentHash: 'hash' });

const rowsOf = (text: string): number => text.split('\n').length - 1;

/** Counts lines, as the engine counts rows. */
export const countRows: CountRows = (_, paths) =>
  Promise.all(paths.map(async (path) => rowsOf(await readFile(path, 'utf8'))));

/** What a run writes: the text of each target's file, or of its files by their paths in the folder. */
export type Texts = readonly {
  readonly target: TargetRequest;
  readonly text: string | Readonly<Record<string, string>>;
}[];

/** Stages what a target's text says, as the engine would. */
const stageText = async (path: string, text: Texts[number]['text']): Promise<number> => {
  if (typeof text === 'string') {
    await writeFile(path, text);
    return rowsOf(text);
  }
  await mkdir(path);
  for (const [name, content] of Object.entries(text)) {
    await mkdir(dirname(join(path, name)), { recursive: true });
    await writeFile(join(path, name), content);
  }
  return Object.values(text).reduce((sum, content) => sum + rowsOf(content), 0);
};

/** Stages texts and publishes them in a claim that is open. */
export const publishStaged = async (
  publication: Publication,
  texts: Texts,
  repeat?: Repeat,
): Promise<readonly PublishedOutput[]> => {
  const outputs: StagedOutput[] = [];
  for (const { target: at, text } of texts) {
    const rows = await stageText(publication.stagedFile(at.node), text);
    outputs.push({ node: at.node, rows, schema: [{ name: 'a', type: 'VARCHAR' }] });
  }
  return publication.publish(outputs, countRows, new Set(), repeat);
};

/** A whole run: claim, stage, publish. */
export const publishTexts = async (
  storage: Storage,
  runId: string,
  texts: Texts,
  repeat?: Repeat,
): Promise<readonly PublishedOutput[]> => {
  const claimed = texts.map((text) => text.target);
  return publishStaged(await storage.claim(claimed, run(runId)), texts, repeat);
};
