import type { Problem } from '../../base/errors/index.js';
import { at } from '../issue/context.js';
import type { Path, SourceMap } from '../parsed.js';

/** `{ secret: NAME }`. */
export const isSecret = (value: unknown): boolean => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const [[key, name] = [], ...others] = Object.entries(value);
  return key === 'secret' && others.length === 0 && typeof name === 'string';
};

/** A secret outside of `resources.connections`. */
export const secretProblem = (path: Path, source: SourceMap): Problem => {
  const place = source.keyPlace([...path, 'secret']) ?? source.valuePlace(path);
  return at('MR1032', 'a secret is not allowed here', path, place);
};
