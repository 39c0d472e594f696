import type { Problem } from '../../base/errors/index.js';
import type { Path, SourceMap } from '../parsed.js';
import { isUnderWith } from '../trap/enclosing.js';
import { plainOf, type Tree, visits } from '../tree.js';
import { isSecret, secretProblem } from './secrets.js';

const startsWith = (path: Path, ...start: Path): boolean =>
  start.every((step, index) => path[index] === step);

/** Rows of a test are data, whatever they look like. */
const isTestRow = (path: Path): boolean =>
  path[0] === 'tests' && (path[2] === 'given' || path[2] === 'expect');

const TYPE =
  /^(?:U?(?:TINY|SMALL|BIG|HUGE)?INT(?:EGER)?|VARCHAR|TEXT|DATE|TIME\w*|DOUBLE|FLOAT|REAL|DECIMAL|NUMERIC|BOOLEAN|BLOB|UUID|JSON|INTERVAL|BIT)$/;

/** Under `with`, `secret` may as well be a column: only a name in capitals that is no type was meant as a secret. */
const isMeant = (path: Path, tree: Tree): boolean => {
  const name = tree.kind === 'map' ? tree.entries.get('secret')?.value : undefined;
  if (!isUnderWith(path)) return true;
  return name?.kind === 'scalar' && /^[A-Z][A-Z0-9_]*$/.test(name.source) && !TYPE.test(name.source);
};

/** Every `{ secret: NAME }` outside of `resources.connections`. */
export const misplacedSecrets = (root: Tree, source: SourceMap): readonly Problem[] =>
  [...visits(root)]
    .filter(
      ({ tree, path }) =>
        tree.kind === 'map' && tree.entries.size === 1 && isSecret(plainOf(tree)) && isMeant(path, tree),
    )
    .filter(({ path }) => !isTestRow(path) && !startsWith(path, 'resources', 'connections'))
    .map(({ path }) => secretProblem(path, source));
