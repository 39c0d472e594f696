import { endOf, isSink, nodeNamed } from '../../planner/index.js';
import { countOf, firstRows } from './desk.js';
import { faultAt } from './line.js';
import { deskOf, type Performing, plannedNode, ranNode, wholeLine } from './performing.js';
import type { Result } from './result.js';
import { run } from './running.js';
import { inOrder } from './state.js';
import { isStepwise, stepInto } from './step.js';
import { always } from './where.js';

/** A node that needs all of its rows is run; its result is then shown batch by batch. */
export const stepOver = async (performing: Performing, node: string, rows: number): Promise<Result> => {
  const { session, marks } = performing;
  const { next } = session.conducted.standing();
  if (next && endOf(next) === node) {
    const ran = await run(performing, 'next');
    if (
      ran.stop.why === 'failed' ||
      ran.stop.why === 'interrupted' ||
      isSink(nodeNamed(session.prepared.plan, node))
    )
      return ran;
  }
  const shownNode = ranNode(performing, node).node;
  const from = marks.stepped.get(node) ?? 0;
  const desk = deskOf(performing);
  const of = await countOf(desk, shownNode);
  const shown = await firstRows(desk, shownNode, always, rows, from);
  marks.stepped.set(node, from + shown.rows.length);
  return {
    command: 'step',
    node: session.names.shownOf(shownNode),
    matching: of,
    of,
    shown,
  };
};

/** A node that was run by a step is shown further, unless the next one is asked for. */
export const steppingIn = ({ session, marks }: Performing): string | undefined => {
  const { last } = marks;
  if (last === undefined || isStepwise(nodeNamed(session.prepared.plan, last))) return undefined;
  const taken = marks.stepped.get(last) ?? 0;
  const stage = inOrder(session).find((candidate) => endOf(candidate) === last);
  const rows = stage && session.conducted.standing().done.get(stage.id)?.record.rows;
  return taken > 0 && rows !== undefined && taken < rows ? last : undefined;
};

export const step = async (
  performing: Performing,
  asked: string | undefined,
  rows: number,
): Promise<Result> => {
  const { session, marks, line } = performing;
  const name = plannedNode(performing, asked ?? steppingIn(performing));
  const node = nodeNamed(session.prepared.plan, name);
  if (!isStepwise(node)) return stepOver(performing, name, rows);
  for (const { node: input } of node.inputs) ranNode(performing, input);
  const from = marks.stepped.get(name) ?? 0;
  const result = await stepInto(deskOf(performing), name, from, rows);
  if (!result) throw faultAt(line, wholeLine(line), 'MR6013', `"${name}" has no input to take rows from`);
  marks.stepped.set(name, from + result.steps.length);
  const { shownOf } = session.names;
  return { ...result, node: shownOf(result.node), from: shownOf(result.from) };
};
