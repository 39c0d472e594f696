import { type MillraceError, type Place, problem, MillraceError as Thrown } from '../../base/errors/index.js';
import type { SqlFault } from '../../kit/index.js';

const placeIn = (what: string, text: string, { offset = 0, length = 1 }: SqlFault): Place => {
  const before = text.slice(0, offset).split('\n');
  const line = before.length;
  return {
    file: what,
    line,
    column: (before.at(-1)?.length ?? 0) + 1,
    length,
    lineText: text.split('\n')[line - 1] ?? '',
  };
};

/** What is wrong with a piece of SQL in a question, at its place there; `what` says which piece. */
export const questionProblem = (what: string, text: string, fault: SqlFault): MillraceError =>
  new Thrown([
    problem(fault.code, `${fault.message} in \`${what}\``, {
      ...(fault.offset === undefined ? {} : { place: placeIn(what, text, fault) }),
      ...(fault.label === undefined ? {} : { label: fault.label }),
      ...(fault.notes === undefined ? {} : { notes: fault.notes }),
    }),
  ]);
