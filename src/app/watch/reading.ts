import type { StageRecord } from '../../kit/index.js';
import type { Prepared } from '../check/prepared.js';

/** A stage under way, with the share that is done of it. */
export interface Current {
  readonly id: string;
  readonly share?: number;
}

/** How much of its inputs a run has read: all of the stages that are done, and a share of the one under way. */
export const readSoFar = (
  { physical, sources, logical }: Pick<Prepared, 'physical' | 'sources' | 'logical'>,
  done: readonly Pick<StageRecord, 'id'>[],
  current: Current | undefined,
): { readonly bytes: number; readonly of: number; readonly rows?: number } => {
  const finished = new Set(done.map(({ id }) => id));
  const shareOf = (node: string): number => {
    const stage = physical.stages.find(({ nodes }) => nodes.includes(node));
    if (stage && finished.has(stage.id)) return 1;
    return stage !== undefined && stage.id === current?.id ? (current.share ?? 0) : 0;
  };
  const all = sources.map(({ node, files }) => {
    const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
    const rows = logical.nodes.find(({ name }) => name === node.name)?.source?.rows;
    return { bytes, rows, share: shareOf(node.name) };
  });
  const known = all.every(({ rows }) => rows !== undefined);
  const sum = (of: (source: (typeof all)[number]) => number): number =>
    Math.round(all.reduce((total, source) => total + of(source), 0));
  return {
    bytes: sum(({ bytes, share }) => bytes * share),
    of: sum(({ bytes }) => bytes),
    ...(known ? { rows: sum(({ rows = 0, share }) => rows * share) } : {}),
  };
};
