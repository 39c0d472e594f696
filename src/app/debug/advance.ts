import type { Sql } from '../../kit/index.js';
import { endOf, wholeName } from '../../planner/index.js';
import type { Desk } from './desk.js';
import { find } from './look.js';
import type { Breakpoint, Found, NodeLine, Result, Stop } from './result.js';
import { isFirstPart, nodeLine, type Session } from './state.js';

/** A breakpoint with the node and the condition that are meant by it. */
export interface SetBreakpoint extends Breakpoint {
  readonly planned: string;
  readonly condition?: Sql;
}

/** So many of the rows that stop the run are shown. */
const SHOWN = 5;

const shown = ({ id, node, where }: Breakpoint): Breakpoint => ({
  id,
  node,
  ...(where === undefined ? {} : { where }),
});

/** The breakpoint before the stage that is next. */
const before = (session: Session, points: readonly SetBreakpoint[]): SetBreakpoint | undefined => {
  const { next } = session.conducted.standing();
  if (!next) return undefined;
  const name = endOf(next);
  return points.find(
    ({ planned, condition }) =>
      !condition && (planned === name || (planned === wholeName(name) && isFirstPart(session, next))),
  );
};

/** The first breakpoint after a node whose condition rows satisfy. */
const after = async (
  desk: Desk,
  node: string,
  points: readonly SetBreakpoint[],
): Promise<{ readonly point: SetBreakpoint; readonly found: Found } | undefined> => {
  for (const point of points) {
    if (point.planned !== node || !point.condition) continue;
    const found = await find(desk, node, point.condition, SHOWN);
    if (found.matching > 0) return { point, found };
  }
  return undefined;
};

const stopBefore = (
  session: Session,
  points: readonly SetBreakpoint[],
  only: boolean,
  until: string | undefined,
  ran: string,
): Stop | undefined => {
  if (only || ran === until) return { why: 'node' };
  const point = before(session, points);
  return point && { why: 'breakpoint', breakpoint: shown(point) };
};

/** Runs nodes: one, or until there is a reason to stop. */
export const runOn = async (
  session: Session,
  desk: Desk,
  points: readonly SetBreakpoint[],
  { only = false, until }: { readonly only?: boolean; readonly until?: string | undefined },
): Promise<{ readonly ran: readonly NodeLine[]; readonly stop: Stop }> => {
  const ran: NodeLine[] = [];
  const { conducted } = session;
  for (let stage = conducted.standing().next; stage; stage = conducted.standing().next) {
    const standing = await conducted.advance(desk.signal);
    if (standing.failed) {
      ran.push(nodeLine(session, stage, points));
      return { ran, stop: { why: 'failed', problems: standing.failed.problems } };
    }
    if (!standing.done.has(stage.id)) return { ran, stop: { why: 'interrupted' } };
    ran.push(nodeLine(session, stage, points));
    const node = endOf(stage);
    const hit = await after(desk, node, points);
    if (hit) return { ran, stop: { why: 'breakpoint', breakpoint: shown(hit.point), found: hit.found } };
    if (!standing.next) break;
    const stop = stopBefore(session, points, only, until, node);
    if (stop) return { ran, stop };
  }
  return { ran, stop: { why: 'end' } };
};

/** What running on came to. */
export const runResult = (
  session: Session,
  command: 'next' | 'continue',
  { ran, stop }: { readonly ran: readonly NodeLine[]; readonly stop: Stop },
): Extract<Result, { readonly stop: unknown }> => {
  const standing = session.conducted.standing();
  const end = standing.outcome;
  return {
    command,
    ran,
    stop: end && stop.why === 'node' ? { why: 'end' } : stop,
    ...(standing.next ? { next: session.names.shownOf(endOf(standing.next)) } : {}),
    ...(end ? { end } : {}),
  };
};
