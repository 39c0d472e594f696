import type { Problem } from '../../base/errors/index.js';
import type { Storage, TargetRequest } from '../../kit/index.js';
import type { Graph } from '../../planner/index.js';
import type { ParsedDocument } from '../../spec/index.js';
import { attributed } from './sources.js';

/** What the writing nodes want to publish. */
export const targetsOf = (graph: Graph): readonly TargetRequest[] =>
  graph.nodes.flatMap(({ name, kind, config }) => {
    if (kind.family !== 'write') return [];
    const { path, mode, extension, folder } = kind.target(config);
    const partitions = folder ? { partitionBy: folder.partitionBy } : {};
    return [{ node: name, path, mode, extension, ...partitions }];
  });

/** Holds every target against the stores, without touching them. */
export const checkTargets = async (
  parsed: ParsedDocument,
  targets: readonly TargetRequest[],
  storage: Storage,
): Promise<readonly Problem[]> => {
  const problems: Problem[] = [];
  for (const target of targets) {
    try {
      await storage.checkTarget(target);
    } catch (thrown) {
      problems.push(...attributed(thrown, parsed, target.node));
    }
  }
  return problems;
};

/** The stores that targets are in, by their names. */
export const storesOf = (targets: readonly TargetRequest[]): readonly string[] => [
  ...new Set(targets.map(({ path }) => path.store)),
];
