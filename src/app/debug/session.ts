import { join } from 'node:path';
import { failure } from '../../base/errors/index.js';
import { once } from '../../base/once.js';
import { isSink, nodeNamed, wholeName } from '../../planner/index.js';
import { nodeQuarantine, readingEngine } from '../quarantine/read.js';
import type { RunOutcome } from '../run/options.js';
import { runOn, runResult, type SetBreakpoint } from './advance.js';
import { type Command, commandHelp } from './command.js';
import type { Desk } from './desk.js';
import { differenceOf } from './difference.js';
import { faultAt, type Line, type Piece } from './line.js';
import { find, sample } from './look.js';
import type { Names } from './names.js';
import { parseCommand } from './parse.js';
import type { Breakpoint, Result } from './result.js';
import { inOrder, nodeLine, nodeOf, type Session, withRows } from './state.js';
import { isStepwise, stepInto } from './step.js';
import { always, conditionOn } from './where.js';

/** A run that is stepped through. */
export interface DebugSession {
  readonly names: Names;
  readonly pipeline: string;
  readonly runId: string;
  /** Whether the run has ended, well or not. */
  readonly hasEnded: () => boolean;
  /** Whether it was left before it ended. */
  readonly wasLeft: () => boolean;
  /**
   * Does what a line says; nothing comes of one that is empty.
   *
   * @param signal ends what the command is at; the session stays
   */
  readonly perform: (line: Line, signal: AbortSignal) => Promise<Result | undefined>;
  /** Ends the run where it stands, unless it has ended, and lets go of everything. Safe to call more than once. */
  readonly close: () => Promise<RunOutcome>;
}

/** What changes in a session: where the last commands have come to. */
interface Marks {
  points: readonly SetBreakpoint[];
  nextPoint: number;
  /** The node that ran last. */
  last?: string;
  /** Rows that steps have taken, by node. */
  readonly stepped: Map<string, number>;
}

interface Performing {
  readonly session: Session;
  readonly marks: Marks;
  readonly line: Line;
  readonly signal: AbortSignal;
}

const deskOf = ({ session, signal }: Performing): Desk => {
  const { wiring, prepared, hidden, conducted } = session;
  const { engine } = conducted.standing();
  if (!engine) throw failure('MR6013', 'the run ended before its engine started: there are no rows');
  return { wiring, engine, plan: prepared.plan, hidden, parameters: prepared.settings.types, signal };
};

const wholeLine = ({ text }: Line): Piece => ({ text: text.trimEnd(), offset: 0 });

const nodeMissing = ({ line }: Performing) =>
  faultAt(line, wholeLine(line), 'MR6014', 'no node has run yet: name one');

/** The node that is asked for, else the one that ran last; of nodes without rows the one that they read. */
const ranNode = (
  performing: Performing,
  asked: string | undefined,
): { readonly node: string; readonly note?: string } => {
  const { session, marks, line } = performing;
  const name = asked ?? marks.last;
  if (name === undefined) throw nodeMissing(performing);
  const node = withRows(session, name);
  const { shownOf } = session.names;
  const stage = inOrder(session).find((candidate) => nodeOf(candidate) === node);
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
const plannedNode = (performing: Performing, asked: string | undefined): string => {
  const { next } = performing.session.conducted.standing();
  const name = asked ?? (next ? nodeOf(next) : performing.marks.last);
  if (name === undefined) throw nodeMissing(performing);
  return name;
};

const list = ({ session, marks }: Performing): Result => {
  const end = session.conducted.standing().outcome;
  return {
    command: 'list',
    nodes: inOrder(session).map((stage) => nodeLine(session, stage, marks.points)),
    ...(end ? { end } : {}),
  };
};

const run = async (
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

const isDone = (session: Session, node: string): boolean =>
  inOrder(session).some((stage) => nodeOf(stage) === node && session.conducted.standing().done.has(stage.id));

const print = async (
  performing: Performing,
  { node: asked, where, limit = 10 }: Extract<Command, { readonly name: 'print' }>,
): Promise<Result> => {
  const { node, note } = ranNode(performing, asked);
  const desk = deskOf(performing);
  const condition = where ? await conditionOn(desk, performing.line, node, where) : always;
  const { matching, of, first } = await find(desk, node, condition, limit);
  const shown = performing.session.names.shownOf(node);
  return { command: 'print', node: shown, ...(note ? { note } : {}), matching, of, shown: first };
};

const spread = async (performing: Performing, asked: string | undefined, rows: number): Promise<Result> => {
  const { node, note } = ranNode(performing, asked);
  const { of, shown } = await sample(deskOf(performing), node, rows);
  const name = performing.session.names.shownOf(node);
  return { command: 'sample', node: name, ...(note ? { note } : {}), matching: of, of, shown };
};

/** A node that needs all of its rows is run; its result is then shown batch by batch. */
const stepOver = async (performing: Performing, node: string, rows: number): Promise<Result> => {
  const { session, marks } = performing;
  const { next } = session.conducted.standing();
  if (next && nodeOf(next) === node) {
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
  const { matching, of, first } = await find(deskOf(performing), shownNode, always, 0);
  const shown = await rowsFrom(performing, shownNode, from, rows);
  marks.stepped.set(node, from + shown.rows.length);
  return {
    command: 'step',
    node: session.names.shownOf(shownNode),
    matching,
    of,
    shown: { ...first, ...shown },
  };
};

const rowsFrom = async (performing: Performing, node: string, from: number, rows: number) => {
  const { firstRows } = await import('./desk.js');
  return firstRows(deskOf(performing), node, always, rows, from);
};

const step = async (performing: Performing, asked: string | undefined, rows: number): Promise<Result> => {
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

/** A node that was run by a step is shown further, unless the next one is asked for. */
const steppingIn = ({ session, marks }: Performing): string | undefined => {
  const { last } = marks;
  if (last === undefined || isStepwise(nodeNamed(session.prepared.plan, last))) return undefined;
  const taken = marks.stepped.get(last) ?? 0;
  const stage = inOrder(session).find((candidate) => nodeOf(candidate) === last);
  const rows = stage && session.conducted.standing().done.get(stage.id)?.record.rows;
  return taken > 0 && rows !== undefined && taken < rows ? last : undefined;
};

const shownPoints = ({ marks }: Performing): readonly Breakpoint[] =>
  marks.points.map(({ id, node, where }) => ({ id, node, ...(where === undefined ? {} : { where }) }));

const breakAt = async (
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

const remove = (performing: Performing, id: number): Result => {
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

const schema = (performing: Performing, asked: string | undefined): Result => {
  const { session } = performing;
  const name = withRows(session, plannedNode(performing, asked));
  const node = nodeNamed(session.prepared.plan, name);
  const hidden = session.hidden.get(name);
  return {
    command: 'schema',
    node: session.names.shownOf(name),
    columns: node.schema.map(({ name: column, type }) => ({
      name: column,
      type,
      classified: hidden?.has(column.toLowerCase()) === true,
    })),
  };
};

const diff = async (performing: Performing, asked: string | undefined): Promise<Result> => {
  const { session } = performing;
  const { node } = ranNode(performing, asked);
  const { gathered } = session.conducted.standing();
  const guard = session.prepared.physical.stages.find((stage) => nodeOf(stage) === node)?.guards[0];
  const contract = guard && gathered?.contracts.find((record) => record.node === guard.node);
  const found = await differenceOf(deskOf(performing), node, contract);
  const { shownOf } = session.names;
  return {
    command: 'diff',
    ...found,
    node: shownOf(node),
    before: found.before.map(({ node: input, rows }) => ({ node: shownOf(input), rows })),
  };
};

const decisions = ({ session }: Performing, asked: string | undefined): Result => {
  const { prepared, conducted } = session;
  const all = [...prepared.decisions, ...(conducted.standing().gathered?.decisions ?? [])];
  const whole = asked === undefined ? undefined : wholeName(asked);
  return {
    command: 'decisions',
    decisions: whole === undefined ? all : all.filter(({ node }) => node === whole),
  };
};

const statement = (performing: Performing, asked: string | undefined): Result => {
  const { session } = performing;
  const name = plannedNode(performing, asked);
  const stage = session.prepared.physical.stages.find((candidate) => nodeOf(candidate) === name);
  return { command: 'sql', node: session.names.shownOf(name), sql: stage?.query.text ?? '' };
};

const quarantine = async (
  performing: Performing,
  asked: string | undefined,
  limit: number,
): Promise<Result> => {
  const { session, line } = performing;
  const { gathered, folder = '' } = session.conducted.standing();
  const whole = asked === undefined ? undefined : wholeName(asked);
  const contracts = (gathered?.contracts ?? []).filter(({ node }) => whole === undefined || node === whole);
  if (contracts.length === 0) {
    const what = whole === undefined ? 'no contract has' : `"${whole}" has no contract, or it has not`;
    throw faultAt(line, wholeLine(line), 'MR6013', `${what} seen rows yet`);
  }
  const files = contracts.map(({ file }) => join(folder, file));
  const engine = await readingEngine(session.wiring, files);
  try {
    const nodes = [];
    const options = { limit, reveal: session.hidden.size === 0 };
    for (const contract of contracts)
      nodes.push(await nodeQuarantine(engine, session.wiring, folder, contract, [], options));
    return { command: 'quarantine', nodes };
  } finally {
    await engine.close();
  }
};

const help = (about: Command['name'] | undefined): Result => {
  const found = commandHelp.find(({ name }) => name === about);
  return { command: 'help', commands: commandHelp, ...(found ? { about: found } : {}) };
};

const quit = async ({ session }: Performing): Promise<Result> => {
  await session.conducted.quit();
  const end = session.conducted.standing().outcome;
  if (!end) throw new Error('a run that was quit has not ended');
  return { command: 'quit', end };
};

const perform = (performing: Performing, command: Command): Promise<Result> | Result => {
  switch (command.name) {
    case 'list':
      return list(performing);
    case 'next':
      return run(performing, 'next');
    case 'continue':
      return run(performing, 'continue', command.node);
    case 'step':
      return step(performing, command.node, command.rows);
    case 'break':
      return breakAt(performing, command);
    case 'delete':
      return remove(performing, command.breakpoint);
    case 'print':
      return print(performing, command);
    case 'sample':
      return spread(performing, command.node, command.rows);
    case 'schema':
      return schema(performing, command.node);
    case 'diff':
      return diff(performing, command.node);
    case 'decisions':
      return decisions(performing, command.node);
    case 'sql':
      return statement(performing, command.node);
    case 'quarantine':
      return quarantine(performing, command.node, command.rows);
    case 'help':
      return help(command.about);
    case 'quit':
      return quit(performing);
  }
};

export const createSession = (session: Session): DebugSession => {
  const marks: Marks = { points: [], nextPoint: 1, stepped: new Map() };
  const { conducted, prepared, names, runId } = session;
  return {
    names,
    pipeline: prepared.settings.document.pipeline,
    runId,
    hasEnded: () => conducted.standing().outcome !== undefined,
    wasLeft: conducted.wasLeft,
    perform: async (line, signal) => {
      const command = parseCommand(line, names);
      return command && perform({ session, marks, line, signal }, command);
    },
    close: once(async () => {
      try {
        return await conducted.quit();
      } finally {
        await conducted.close();
        await prepared.release();
      }
    }),
  };
};
