import type { Path } from './parsed.js';

interface NotBuilt {
  /** Keys from the root; `*` stands for any. */
  readonly path: readonly string[];
  /** What it is, as the subject of "… is not built yet". */
  readonly what: string;
}

const key = (...path: readonly string[]): NotBuilt => ({ path, what: `"${path.at(-1)}"` });

/** Parts of the document format that are designed and not built. The JSON Schema does not have them. */
const notBuilt: readonly NotBuilt[] = [
  key('triggers'),
  key('include'),
  key('includes'),
  key('contracts'),
  key('environments'),
  key('connections'),
  key('resources', 'connections'),
  key('nodes', '*', 'dataset'),
  key('nodes', '*', 'policies'),
  key('nodes', '*', 'retry'),
  key('nodes', '*', 'timeout'),
];

const fits = (pattern: readonly string[], path: Path): boolean =>
  pattern.length === path.length && pattern.every((step, index) => step === '*' || step === path[index]);

/** What stands at a path, where that is designed and not built; undefined otherwise. */
export const notBuiltAt = (path: Path): string | undefined =>
  notBuilt.find((each) => fits(each.path, path))?.what;
