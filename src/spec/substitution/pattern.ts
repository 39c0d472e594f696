import type { Path } from '../parsed.js';

/** One `${env:NAME}` in a text. */
export interface Substitution {
  readonly name: string;
  readonly offset: number;
  readonly length: number;
}

const PATTERN = /\$\{env:([^{}]*)\}/g;

/** Every `${env:NAME}` of a text, in order. */
export const substitutionsIn = (text: string): readonly Substitution[] =>
  [...text.matchAll(PATTERN)].map(({ 0: whole, 1: name = '', index }) => ({
    name: name.trim(),
    offset: index,
    length: whole.length,
  }));

/** Whether a value is a text with a substitution in it. */
export const hasSubstitution = (value: unknown): value is string =>
  typeof value === 'string' && substitutionsIn(value).length > 0;

/** Whether `${env:NAME}` may stand at a path: in `resources`, and in a parameter's default. */
export const maySubstitute = (path: Path): boolean =>
  path[0] === 'resources' || (path[0] === 'params' && path.length === 3 && path[2] === 'default');
