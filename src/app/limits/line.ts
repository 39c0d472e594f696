import { aboutBytes, plural } from '../../base/number-text.js';
import type { RunRecord } from '../../kit/index.js';

type Bounded = Pick<RunRecord['engine'], 'memory' | 'threads' | 'container'>;

/** What a run takes of its container, and which files of the system say so; undefined where nothing bounds it. */
export const containerLine = ({ memory, threads = 1, container }: Bounded): string | undefined => {
  if (!container) return undefined;
  const { memory: most, cpus, processes } = container;
  const files = [most, cpus].flatMap((limit) => (limit ? [limit.file] : []));
  const has = [
    ...(most ? [`${aboutBytes(most.value)} of memory`] : []),
    ...(cpus ? [plural(Number(cpus.value.toFixed(2)), 'processor')] : []),
  ];
  const taken = [
    ...(memory === undefined ? [] : [aboutBytes(memory)]),
    plural(threads, 'thread'),
    ...(processes
      ? [`up to ${processes.most === 1 ? '1 process' : `${processes.most} processes`} for functions`]
      : []),
  ];
  return `the engine has ${taken.join(', ')}: the container has ${has.join(' and ')} (${files.join(', ')})`;
};
