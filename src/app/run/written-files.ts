import type { OutputFiles, PublishedOutput, RunRecord, WrittenFiles } from '../../kit/index.js';
import type { Stage } from '../../planner/index.js';
import type { Prepared } from '../check/prepared.js';

/** The files of a stage that writes some; undefined for any other. */
export const writtenFiles = ({ sink, schema }: Stage, paths: readonly string[]): WrittenFiles | undefined => {
  if (sink.kind !== 'file') return undefined;
  const { format, options, folder } = sink;
  return { paths, format, options, schema, ...(folder ? { folder } : {}) };
};

/** How each output was written, for the record. */
export const writtenRecords = (
  { physical, targets, settings }: Pick<Prepared, 'physical' | 'targets' | 'settings'>,
  outputs: readonly PublishedOutput[],
): Pick<RunRecord, 'written'> => {
  const entries = outputs.flatMap(({ node }): readonly (readonly [string, OutputFiles])[] => {
    const stage = physical.stages.find(({ sink }) => sink.kind === 'file' && sink.node === node);
    const target = targets.find((each) => each.node === node);
    const store = target && settings.stores[target.path.store];
    const files = stage && writtenFiles(stage, []);
    if (!files || store === undefined) return [];
    const { paths: _, ...written } = files;
    return [[node, { store, ...written }]];
  });
  return entries.length === 0 ? {} : { written: Object.fromEntries(entries) };
};
