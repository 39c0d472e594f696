import type { Problem } from '../../base/errors/index.js';
import { at } from '../issue/context.js';
import type { SourceMap } from '../parsed.js';
import { type Tree, treeAt } from '../tree.js';

const isPath = (use: string): boolean => /^\.{0,2}\/|\.(?:ya?ml|json)$/.test(use);

/** `use: ./parts/clean.yaml`: including a part is designed and not built. */
export const partProblems = (root: Tree, source: SourceMap): readonly Problem[] => {
  const nodes = treeAt(root, ['nodes']);
  if (nodes?.kind !== 'map') return [];
  return [...nodes.entries.keys()].flatMap((node) => {
    const path = ['nodes', node, 'use'];
    const use = treeAt(root, path);
    if (use?.kind !== 'scalar' || !isPath(use.source)) return [];
    return [at('MR9001', 'including a part with "use" is not built yet', path, source.valuePlace(path))];
  });
};
