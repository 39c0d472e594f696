import type { CacheRecord, RunRecord } from '../../../kit/index.js';

const line = ({ stage, nodes, from, why = [] }: CacheRecord): string => {
  const what = `  ${stage} ${nodes.join(' + ')}`;
  return from === undefined ? `${what}: done: ${why.join('; ')}` : `${what}: reused from run ${from}`;
};

/** Of each stage whether its result was taken over, and if not, why. */
export const cacheText = ({ cache, resumes }: RunRecord): string => {
  if (!cache) return 'Results of stages are not kept: run with --checkpoint or --resume.\n';
  const head = resumes === undefined ? 'Stages' : `Stages, going on from run ${resumes}`;
  return `${[head, ...cache.map(line)].join('\n')}\n`;
};
