import { join } from 'node:path';
import type { CodeReply, CodeRequest, MergeRequest } from '../../kit/index.js';
import { OUT, SPILL } from './exchange.js';
import type { Partition } from './partition.js';
import type { Doing } from './schedule.js';

/** What a process is asked for. */
export type CodeTask =
  | { readonly ask: 'run'; readonly request: CodeRequest }
  | { readonly ask: 'merge'; readonly request: MergeRequest };

/** What all requests of a node have in common. */
export type Common = Pick<CodeRequest, 'module' | 'declaration' | 'passing' | 'memory'>;

/** The file of a result, in the folder of its stage. */
export const resultFile = (folder: string, index: number): string =>
  join(folder, OUT, `part-${index}.parquet`);

/** Requests to processes: for results of partitions, for states of ranges, and for results of these. */
export const doingOf = (
  { passing, ...common }: Common,
  folder: string,
  ask: (task: CodeTask) => Promise<CodeReply>,
): Doing => {
  const stateFile = (range: number): string => join(folder, SPILL, `state-${range}`);
  const files = (result: number, spill = String(result)) => ({
    output: resultFile(folder, result),
    spillFolder: join(folder, SPILL, spill),
  });
  const over = ({ rows, readable }: Partition, of: ReturnType<typeof files>): CodeRequest => ({
    ...common,
    ...of,
    passing,
    rows,
    readable,
  });
  return {
    rows: (partition, result) => ask({ ask: 'run', request: over(partition, files(result)) }),
    state: (partition, range) => {
      const request = over(partition, files(range, `range-${range}`));
      return ask({ ask: 'run', request: { ...request, stateFile: stateFile(range) } });
    },
    merge: (ranges, result) => {
      const states = ranges.map(stateFile);
      return ask({ ask: 'merge', request: { ...common, ...files(result), states } });
    },
  };
};
