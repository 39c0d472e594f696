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
export type Common = Pick<CodeRequest, 'module' | 'declaration' | 'engine' | 'values' | 'passing'>;

/** The file of a result, in the folder of its stage. */
export const resultFile = (folder: string, index: number): string =>
  join(folder, OUT, `part-${index}.parquet`);

/** Requests to processes: for results of partitions, for states of ranges, and for results of these. */
export const doingOf = (
  common: Common,
  folder: string,
  ask: (task: CodeTask) => Promise<CodeReply>,
): Doing => {
  const stateFile = (range: number): string => join(folder, SPILL, `state-${range}`);
  const over = ({ rows }: Partition, result: number): CodeRequest => ({
    ...common,
    rows,
    tables: [],
    output: resultFile(folder, result),
  });
  return {
    rows: (partition, result) => ask({ ask: 'run', request: over(partition, result) }),
    state: (partition, range) =>
      ask({ ask: 'run', request: { ...over(partition, range), stateFile: stateFile(range) } }),
    merge: (ranges, result) => {
      const { module, declaration, engine } = common;
      const states = ranges.map(stateFile);
      const output = resultFile(folder, result);
      return ask({ ask: 'merge', request: { module, declaration, engine, output, states } });
    },
  };
};
