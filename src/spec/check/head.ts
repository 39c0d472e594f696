import { failure } from '../../base/errors/index.js';
import { MAX_NODES } from '../limits.js';
import type { SourceMap } from '../parsed.js';
import { plainOf, type Tree, treeAt } from '../tree.js';
import { found } from '../words.js';

const placed = (place: ReturnType<SourceMap['valuePlace']>) => (place ? { place } : {});

const checkMapping = (root: Tree, source: SourceMap): void => {
  if (root.kind === 'map') return;
  const what = root.kind === 'list' ? 'a list' : found(root.value);
  throw failure('MR1009', `the document is ${what}, not a mapping`, placed(source.valuePlace([])));
};

const checkVersion = (root: Tree, source: SourceMap): void => {
  const version = treeAt(root, ['millrace']);
  if (!version || (version.kind === 'scalar' && version.value === 1)) return;
  const what =
    version.kind === 'scalar' && version.style === 'plain' ? version.source : found(plainOf(version));
  throw failure(
    'MR1011',
    `documents of version ${what} are not supported`,
    placed(source.valuePlace(['millrace'])),
  );
};

const checkCount = (root: Tree, source: SourceMap): void => {
  const nodes = treeAt(root, ['nodes']);
  const count = nodes?.kind === 'map' ? nodes.entries.size : 0;
  if (count <= MAX_NODES) return;
  throw failure(
    'MR1027',
    `the document has ${count} nodes; ${MAX_NODES} are the most`,
    placed(source.keyPlace(['nodes'])),
  );
};

/**
 * What makes every other problem pointless: no mapping, another version, too many nodes.
 *
 * @throws MR1009, MR1011, MR1027.
 */
export const checkHead = (root: Tree, source: SourceMap): void => {
  checkMapping(root, source);
  checkVersion(root, source);
  checkCount(root, source);
};
