import type { Problem } from '../../base/errors/index.js';
import { type Document, documentSchema } from '../document.js';
import { type Issue, steps, valueAt } from '../issue/context.js';
import { problemsOfIssues } from '../issue/issues.js';
import { declarationProblems } from '../param/declared.js';
import type { SourceMap } from '../parsed.js';
import { retext } from '../retext.js';
import { scheduleProblems } from '../schedule/problems.js';
import { misplacedSubstitutions } from '../substitution/misplaced.js';
import { hasSubstitution, maySubstitute } from '../substitution/pattern.js';
import { plainOf, type Tree } from '../tree.js';
import { misplacedSecrets } from './misplaced-secrets.js';
import { nameProblems } from './names.js';
import { partProblems } from './parts.js';

/** A document's value as the schema has it, and all that is wrong with it. */
export interface FrameResult {
  readonly document: Document;
  readonly problems: readonly Problem[];
}

/** What `${env:NAME}` stands for is checked once it is known. */
export const isOpen = (value: unknown, issue: Issue): boolean => {
  const path = steps(issue);
  return maySubstitute(path) && hasSubstitution(valueAt({ value }, path));
};

/** Holds a whole document, without what its nodes' kinds say, against the format. */
export const checkFrame = (root: Tree, source: SourceMap): FrameResult => {
  // The schema of the document neither converts nor fills in, so that the value is the document.
  const value = retext(documentSchema, plainOf(root), [], source.sourceText);
  const { error } = documentSchema.safeParse(value);
  const issues = (error?.issues ?? []).filter((issue) => !isOpen(value, issue));
  const document = value as Document;
  const problems = [
    ...problemsOfIssues(issues, { schema: documentSchema, value, path: [], source }),
    ...nameProblems(root, source),
    ...partProblems(root, source),
    ...misplacedSubstitutions(root, source),
    ...misplacedSecrets(root, source),
  ];
  return {
    document,
    problems:
      issues.length > 0
        ? problems
        : [...problems, ...declarationProblems(document, source), ...scheduleProblems(document, source)],
  };
};
