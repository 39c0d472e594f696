import type { RulesAsWritten } from '../../policies/index.js';
import type { ParsedDocument } from '../../spec/index.js';

/** A rule as a person would name it. */
export interface RuleOrigin {
  /** From 1, among the rules of its own file. */
  readonly rule: number;
  /** The project file, where the rule is shared. */
  readonly file?: string;
}

/** Where the rules of a document are from: the first of them may be a project's. */
export const originOf = ({ project }: Pick<ParsedDocument, 'project'>, index: number): RuleOrigin => {
  const shared = project?.rules ?? 0;
  if (project === undefined || index >= shared) return { rule: index - shared + 1 };
  return { rule: index + 1, file: project.file };
};

/** How the rules of a document are told of: each by its number and its place in its own file. */
export const rulesAsWritten = (parsed: Pick<ParsedDocument, 'project' | 'source'>): RulesAsWritten => ({
  placeOf: (path, of = 'key') =>
    (of === 'key' ? parsed.source.keyPlace(path) : undefined) ?? parsed.source.valuePlace(path),
  nameOf: (index) => {
    const { rule, file } = originOf(parsed, index);
    return file === undefined ? `rule ${rule}` : `rule ${rule} of ${file}`;
  },
  isShared: (index) => originOf(parsed, index).file !== undefined,
});
