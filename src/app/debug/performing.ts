import { failure } from '../../base/errors/index.js';
import { endOf } from '../../planner/index.js';
import type { SetBreakpoint } from './advance.js';
import type { Desk } from './desk.js';
import { faultAt, type Line, type Piece } from './line.js';
import { inOrder, type Session, withRows } from './state.js';

/** What changes in a session: where the last commands have come to. */
export interface Marks {
  points: readonly SetBreakpoint[];
  nextPoint: number;
  /** The node that ran last. */
  last?: string;
  /** Rows that steps have taken, by node. */
  readonly stepped: Map<string, number>;
}

export interface Performing {
  readonly session: Session;
  readonly marks: Marks;
  readonly line: Line;
  readonly signal: AbortSignal;
}

export const deskOf = ({ session, signal }: Performing): Desk => {
  const { wiring, prepared, hidden, conducted } = session;
  const { engine } = conducted.standing();
  if (!engine) throw failure('MR6013', 'the run ended before its engine started: there are no rows');
  return { wiring, engine, plan: prepared.plan, hidden, parameters: prepared.settings.types, signal };
};

export const wholeLine = ({ text }: Line): Piece => ({ text: text.trimEnd(), offset: 0 });

export const nodeMissing = ({ line }: Performing) =>
  faultAt(line, wholeLine(line), 'MR6014', 'no node has run yet: name one');

/** The node that is asked for, else the one that ran last; of nodes without rows the one that they read. */
export const ranNode = (
  performing: Performing,
  asked: string | undefined,
): { readonly node: string; readonly note?: string } => {
  const { session, marks, line } = performing;
  const name = asked ?? marks.last;
  if (name === undefined) throw nodeMissing(performing);
  const node = withRows(session, name);
  const { shownOf } = session.names;
  const stage = inOrder(session).find((candidate) => endOf(candidate) === node);
  if (!stage || !session.conducted.standing().done.has(stage.id)) {
    throw faultAt(line, wholeLine(line), 'MR6013', `"${shownOf(node)}" has not run yet: it has no rows`, {
      mend: `\`continue ${shownOf(node)}\` runs up to it and through it.`,
    });
  }
  const isOther = node !== name;
  return {
    node,
    ...(isOther
      ? { note: `"${shownOf(name)}" has no rows of its own: it reads those of "${shownOf(node)}"` }
      : {}),
  };
};

/** The node that is asked for, else the next one, else the one that ran last. */
export const plannedNode = (performing: Performing, asked: string | undefined): string => {
  const { next } = performing.session.conducted.standing();
  const name = asked ?? (next ? endOf(next) : performing.marks.last);
  if (name === undefined) throw nodeMissing(performing);
  return name;
};
