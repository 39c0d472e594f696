import { mkdir, readdir, readFile, rename, rm, rmdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { OutputSample } from '../../../kit/index.js';

/** What is asked of a run. */
export interface TapRequest {
  readonly id: string;
  readonly node: string;
  readonly rows: number;
}

/** What a run says to it. */
export type TapAnswer =
  | { readonly state: 'unknown'; readonly nodes: readonly string[] }
  | { readonly state: 'unseen'; readonly stage: string; readonly nodes: readonly string[] }
  /** There are no rows yet; `why` says what they wait for. */
  | { readonly state: 'waiting'; readonly why: string }
  | {
      readonly state: 'rows';
      /** Another one for other rows. */
      readonly serial: string;
      /** Without values of classified columns. */
      readonly sample: OutputSample;
      /** Where the node that was asked for is fused with others: all of its stage. */
      readonly fused?: readonly string[];
    };

const ASK = '.ask.json';

/** Where requests and answers of a run stand. */
export const tapFolder = (runFolder: string): string => join(runFolder, 'tap');

const answerFile = (folder: string, id: string): string => join(tapFolder(folder), `${id}.said.json`);

/** Only who may read all of the run may ask it, and read what it says. */
const writeWhole = async (file: string, value: unknown): Promise<void> => {
  await writeFile(`${file}.tmp`, JSON.stringify(value), { mode: 0o600 });
  await rename(`${file}.tmp`, file);
};

export const writeRequest = async (folder: string, request: TapRequest): Promise<void> => {
  await mkdir(tapFolder(folder), { recursive: true, mode: 0o700 });
  await writeWhole(join(tapFolder(folder), `${request.id}${ASK}`), request);
};

/** Takes a request back with what was said to it, and the folder where nobody else asks. */
export const withdraw = async (folder: string, { id }: TapRequest): Promise<void> => {
  await rm(join(tapFolder(folder), `${id}${ASK}`), { force: true });
  await rm(answerFile(folder, id), { force: true });
  await rmdir(tapFolder(folder)).catch(() => undefined);
};

const parsed = async <T>(file: string): Promise<T | undefined> => {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as T;
  } catch {
    return undefined;
  }
};

/** What a run is asked for; nothing, at the cost of one look, where nobody taps it. */
export const readRequests = async (folder: string): Promise<readonly TapRequest[]> => {
  const names = await readdir(tapFolder(folder)).catch(() => []);
  const files = names.filter((name) => name.endsWith(ASK)).map((name) => join(tapFolder(folder), name));
  const all = await Promise.all(files.map((file) => parsed<TapRequest>(file)));
  // The id becomes the name of a file.
  return all.flatMap((request) => (request && /^[\w-]+$/.test(request.id) ? [request] : []));
};

export const writeAnswer = (folder: string, { id }: TapRequest, answer: TapAnswer): Promise<void> =>
  writeWhole(answerFile(folder, id), answer);

export const readAnswer = (folder: string, { id }: TapRequest): Promise<TapAnswer | undefined> =>
  parsed(answerFile(folder, id));
