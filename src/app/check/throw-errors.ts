import { isError, MillraceError, type Problem } from '../../base/errors/index.js';

/** Problems as they stand in the document, from its first line to its last. */
export const inDocumentOrder = (problems: readonly Problem[]): readonly Problem[] =>
  [...problems].sort((a, b) => (a.place?.line ?? 0) - (b.place?.line ?? 0));

/** Throws all problems together where one of them is an error. */
export const throwErrors = (problems: readonly Problem[]): void => {
  if (problems.some(isError)) throw new MillraceError(inDocumentOrder(problems));
};
