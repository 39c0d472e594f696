import { endOf } from '../../planner/index.js';
import { runOn, runResult } from './advance.js';
import { faultAt } from './line.js';
import { deskOf, type Performing, wholeLine } from './performing.js';
import type { Result } from './result.js';
import { inOrder, nodeLine, type Session } from './state.js';

export const isDone = (session: Session, node: string): boolean =>
  inOrder(session).some((stage) => endOf(stage) === node && session.conducted.standing().done.has(stage.id));

export const list = ({ session, marks }: Performing): Result => {
  const end = session.conducted.standing().outcome;
  return {
    command: 'list',
    nodes: inOrder(session).map((stage) => nodeLine(session, stage, marks.points)),
    ...(end ? { end } : {}),
  };
};

export const run = async (
  performing: Performing,
  command: 'next' | 'continue',
  until?: string,
): Promise<Extract<Result, { readonly stop: unknown }>> => {
  const { session, marks, line } = performing;
  if (until !== undefined && isDone(session, until)) {
    throw faultAt(line, wholeLine(line), 'MR6013', `"${session.names.shownOf(until)}" has run already`, {
      mend: 'Name a node that is still to run; `list` shows them.',
    });
  }
  const going = { only: command === 'next', until };
  const done = session.conducted.standing().outcome
    ? { ran: [], stop: { why: 'end' } as const }
    : await runOn(session, deskOf(performing), marks.points, going);
  const lastRan = done.ran.findLast(({ state }) => state === 'done');
  const planned = lastRan && session.names.planned(lastRan.node);
  if (planned !== undefined) marks.last = planned;
  return runResult(session, command, done);
};

export const quit = async ({ session }: Performing): Promise<Result> => {
  await session.conducted.quit();
  const end = session.conducted.standing().outcome;
  if (!end) throw new Error('a run that was quit has not ended');
  return { command: 'quit', end };
};
