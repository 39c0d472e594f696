import { join } from 'node:path';
import { count } from '../../base/number-text.js';
import type { CodeReply, CodeRequest, ExecuteOptions } from '../../kit/index.js';
import { type At, byHands } from './by-hands.js';
import { GIVEN } from './exchange.js';
import type { Part, Parts } from './parts.js';
import type { AtWork } from './processes.js';
import { resultFile } from './requests.js';

/** What came of parts, and how many bytes they had together. */
export interface Through {
  readonly replies: readonly CodeReply[];
  readonly bytes: number;
}

/** Has parts read by processes that are free, and put through the function; no part is made before one is. */
export const throughParts = async (
  { all, processes }: Parts,
  { size, common, ask }: AtWork,
  folder: string,
  { signal, onProgress }: ExecuteOptions,
): Promise<Through> => {
  const replies: CodeReply[] = [];
  let [done, bytes] = [0, 0];
  const through = async (part: Part, { index, hand }: At, either: AbortSignal): Promise<void> => {
    const { rows, tables, slice } = part;
    const pipe = join(folder, GIVEN, `${hand}.pipe`);
    const request: CodeRequest = {
      ...common,
      rows: rows(pipe),
      tables,
      output: resultFile(folder, index),
      ...(slice ? { slice: { ...slice, pipe } } : {}),
    };
    replies[index] = await ask({ ask: 'run', request }, count(index + 1), either);
    done += 1;
    bytes += part.bytes;
    onProgress(Math.min(1, done / processes));
  };
  await byHands(all, size, signal, through);
  return { replies, bytes };
};
