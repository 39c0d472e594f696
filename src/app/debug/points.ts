import type { SetBreakpoint } from './advance.js';
import type { Command } from './command.js';
import { faultAt } from './line.js';
import { deskOf, type Performing, wholeLine } from './performing.js';
import type { Breakpoint, Result } from './result.js';
import { withRows } from './state.js';
import { conditionOn } from './where.js';

export const shownPoints = ({ marks }: Performing): readonly Breakpoint[] =>
  marks.points.map(({ id, node, where }) => ({ id, node, ...(where === undefined ? {} : { where }) }));

export const breakAt = async (
  performing: Performing,
  { node, where }: Extract<Command, { readonly name: 'break' }>,
): Promise<Result> => {
  const { session, marks, line } = performing;
  if (node === undefined) return { command: 'break', breakpoints: shownPoints(performing) };
  const rowed = where ? withRows(session, node) : node;
  const condition = where && (await conditionOn(deskOf(performing), line, rowed, where));
  const point: SetBreakpoint = {
    id: marks.nextPoint,
    node: session.names.shownOf(rowed),
    planned: rowed,
    ...(where ? { where: where.text } : {}),
    ...(condition ? { condition } : {}),
  };
  marks.nextPoint += 1;
  marks.points = [...marks.points, point];
  const breakpoints = shownPoints(performing);
  const set = breakpoints.at(-1);
  return { command: 'break', breakpoints, ...(set ? { set } : {}) };
};

export const remove = (performing: Performing, id: number): Result => {
  const { marks, line } = performing;
  if (!marks.points.some((point) => point.id === id)) {
    const known = marks.points.map((point) => point.id).join(', ');
    throw faultAt(line, wholeLine(line), 'MR6014', `there is no breakpoint ${id}`, {
      notes: [known === '' ? 'there are none' : `breakpoints: ${known}`],
      mend: '`break` lists the breakpoints.',
    });
  }
  marks.points = marks.points.filter((point) => point.id !== id);
  return { command: 'delete', breakpoints: shownPoints(performing) };
};
