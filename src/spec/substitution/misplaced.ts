import type { Place, Problem } from '../../base/errors/index.js';
import { at } from '../issue/context.js';
import { MAX_PROBLEMS } from '../limits.js';
import type { Path, SourceMap } from '../parsed.js';
import { collected, type Tree, type Visit } from '../tree.js';
import { maySubstitute, type Substitution, substitutionsIn } from './pattern.js';

/** Whether one may stand at a path. */
type IsAllowed = (path: Path) => boolean;

const written = ({ name }: Substitution): string => '$' + `{env:${name}}`;

const misplaced = (path: Path, found: Substitution, place: Place | undefined): Problem =>
  at('MR1031', `${written(found)} is not allowed here`, path, place);

const inKey = ({ entry, path }: Visit, source: SourceMap): readonly Problem[] =>
  substitutionsIn(entry?.key ?? '').map((found) => misplaced(path, found, source.keyPlace(path)));

const inValue = ({ tree, path }: Visit, source: SourceMap, isAllowed: IsAllowed): readonly Problem[] => {
  if (tree.kind !== 'scalar' || typeof tree.value !== 'string' || isAllowed(path)) return [];
  return substitutionsIn(tree.value)
    .slice(0, MAX_PROBLEMS)
    .map((found) => misplaced(path, found, source.textPlace(path, found.offset, found.length)));
};

/** Every `${env:NAME}` that stands where it is not allowed; in a pipeline unless another document says where. */
export const misplacedSubstitutions = (
  root: Tree,
  source: SourceMap,
  isAllowed: IsAllowed = maySubstitute,
): readonly Problem[] =>
  collected(root, (visit) => [...inKey(visit, source), ...inValue(visit, source, isAllowed)], MAX_PROBLEMS);
