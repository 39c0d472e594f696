import { failure, MillraceError, type Problem } from '../../base/errors/index.js';
import { hashOf } from '../../base/hash.js';
import { isOpen } from '../check/frame.js';
import { misplacedSecrets } from '../check/misplaced-secrets.js';
import { problemsOfIssues } from '../issue/issues.js';
import { checkSize } from '../limits.js';
import { type SourceText, sourceText } from '../lines.js';
import type { SourceMap } from '../parsed.js';
import { inTextOrder } from '../problem-order.js';
import { readYaml } from '../read/yaml.js';
import type { TreeResult } from '../read/yaml-tree.js';
import { retext } from '../retext.js';
import { sourceMap } from '../source/source-map.js';
import { misplacedSubstitutions } from '../substitution/misplaced.js';
import { type MapTree, plainOf, type Tree, treeAt } from '../tree.js';
import { found } from '../words.js';
import { type ProjectFile, projectSchema } from './schema.js';

/** A project file that was read: its value with positions. */
export interface ParsedProject {
  readonly project: ProjectFile;
  /** SHA-256 over the canonical value of what pipelines share: who may do what is no part of a run. */
  readonly hash: string;
  readonly source: SourceMap;
}

const placed = (place: ReturnType<SourceMap['valuePlace']>) => (place ? { place } : {});

/** A pipeline may be called `millrace.yaml` as well: it says `pipeline`, and what it is made of. */
const saysPipeline = ({ entries }: MapTree): boolean =>
  !entries.has('project') && (entries.has('pipeline') || entries.has('nodes'));

const checkHead = (root: Tree, source: SourceMap): void => {
  if (root.kind !== 'map') {
    const what = root.kind === 'list' ? 'a list' : found(root.value);
    throw failure('MR7502', `the project file is ${what}, not a mapping`, placed(source.valuePlace([])));
  }
  const version = treeAt(root, ['millrace']);
  if (!version || (version.kind === 'scalar' && version.value === 1)) return;
  const what =
    version.kind === 'scalar' && version.style === 'plain' ? version.source : found(plainOf(version));
  throw failure(
    'MR7503',
    `project files of version ${what} are not supported`,
    placed(source.valuePlace(['millrace'])),
  );
};

const checked = (root: Tree, source: SourceMap): { project: ProjectFile; problems: readonly Problem[] } => {
  // As with documents, the schema neither converts nor fills in.
  const value = retext(projectSchema, plainOf(root), [], source.sourceText);
  const { error } = projectSchema.safeParse(value);
  const issues = (error?.issues ?? []).filter((issue) => !isOpen(value, issue));
  return {
    project: value as ProjectFile,
    problems: [
      ...problemsOfIssues(issues, { schema: projectSchema, value, path: [], source }),
      ...misplacedSubstitutions(root, source),
      ...misplacedSecrets(root, source),
    ],
  };
};

/** An empty text is told of as a project file, which it was to be. */
const treeOf = (lines: SourceText): TreeResult => {
  try {
    return readYaml(lines);
  } catch (thrown) {
    const [first] = thrown instanceof MillraceError ? thrown.problems : [];
    throw first?.code === 'MR1009' ? failure('MR7502', `the project file "${lines.file}" is empty`) : thrown;
  }
};

/**
 * Reads a project file from its text; undefined where the text is a pipeline, which may have the same name.
 *
 * @throws MillraceError with all problems (MR1002 to MR1032, MR7502, MR7503), each with its place.
 */
export const parseProject = (text: string, file: string): ParsedProject | undefined => {
  checkSize(text, file);
  const lines = sourceText(text, file);
  const { tree, problems: read } = treeOf(lines);
  if (tree.kind === 'map' && saysPipeline(tree)) return undefined;
  const source = sourceMap(lines, tree);
  checkHead(tree, source);
  const { project, problems } = checked(tree, source);
  const all = inTextOrder(read, problems);
  if (all.length > 0) throw new MillraceError(all);
  const { access: _, ...shared } = project;
  return { project, hash: hashOf(shared), source };
};
