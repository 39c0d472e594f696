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

/** The address of a webhook, or one of its headers: both hold what only the surroundings should know. */
const isOfWebhook = (path: Path): boolean =>
  path[0] === 'policies' && (path.at(-1) === 'webhook' || path.at(-2) === 'headers');

/** Whether `${env:NAME}` may stand at a path: in `resources`, in a parameter's default, in what a webhook is sent to. */
export const maySubstitute = (path: Path): boolean =>
  path[0] === 'resources' ||
  (path[0] === 'params' && path.length === 3 && path[2] === 'default') ||
  isOfWebhook(path);
