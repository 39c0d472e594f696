import type { Problem } from '../../base/errors/index.js';
import { at } from '../issue/context.js';
import type { Path, SourceMap } from '../parsed.js';
import { sqlKeywords } from '../sql-keywords.js';
import { type Tree, treeAt } from '../tree.js';

/** Names that become SQL aliases or bound values, with what they are. */
interface Names {
  readonly what: string;
  /** The mapping whose keys they are. */
  readonly path: Path;
  readonly names: readonly string[];
}

const keysOf = (tree: Tree | undefined): readonly string[] =>
  tree?.kind === 'map' ? [...tree.entries.keys()] : [];

const namesAt = (root: Tree, what: string, path: Path): Names => ({
  what,
  path,
  names: keysOf(treeAt(root, path)),
});

const allNames = (root: Tree): readonly Names[] => {
  const nodes = namesAt(root, 'node', ['nodes']);
  const aliases = nodes.names.map((node) => namesAt(root, 'alias', ['nodes', node, 'from']));
  return [namesAt(root, 'parameter', ['params']), nodes, ...aliases];
};

const keywordProblems = ({ what, path, names }: Names, source: SourceMap): readonly Problem[] =>
  names
    .filter((name) => sqlKeywords.has(name.toLowerCase()))
    .map((name) => {
      const whole = [...path, name];
      return at('MR1025', `the ${what} name "${name}" is an SQL keyword`, whole, source.keyPlace(whole));
    });

const caseProblems = ({ what, path, names }: Names, source: SourceMap): readonly Problem[] => {
  const seen = new Map<string, string>();
  return names.flatMap((name) => {
    const first = seen.get(name.toLowerCase());
    if (first === undefined) seen.set(name.toLowerCase(), name);
    if (first === undefined) return [];
    const whole = [...path, name];
    const message = `the ${what} names "${first}" and "${name}" differ only in case`;
    return [at('MR1026', message, whole, source.keyPlace(whole))];
  });
};

const reserved: ReadonlySet<string> = new Set(['run_time', 'run_id']);

const reservedProblems = (root: Tree, source: SourceMap): readonly Problem[] =>
  keysOf(treeAt(root, ['params']))
    .filter((name) => reserved.has(name.toLowerCase()))
    .map((name) => {
      const path = ['params', name];
      return at('MR1024', `the parameter name "${name}" is reserved`, path, source.keyPlace(path), {
        mend: `Millrace gives \`$${name.toLowerCase()}\` itself; choose another name.`,
      });
    });

/** Names that SQL would misread, or that Millrace keeps for itself. */
export const nameProblems = (root: Tree, source: SourceMap): readonly Problem[] => [
  ...allNames(root).flatMap((names) => [...keywordProblems(names, source), ...caseProblems(names, source)]),
  ...reservedProblems(root, source),
];
