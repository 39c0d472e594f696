import { join } from 'node:path';
import { endOf, nodeNamed, wholeName } from '../../planner/index.js';
import { nodeQuarantine, quarantineEngine } from '../quarantine/read.js';
import type { Command } from './command.js';
import { differenceOf } from './difference.js';
import { faultAt } from './line.js';
import { find, sample } from './look.js';
import { deskOf, type Performing, plannedNode, ranNode, wholeLine } from './performing.js';
import type { Result } from './result.js';
import { withRows } from './state.js';
import { always, conditionOn } from './where.js';

export const print = async (
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

export const spread = async (
  performing: Performing,
  asked: string | undefined,
  rows: number,
): Promise<Result> => {
  const { node, note } = ranNode(performing, asked);
  const { of, shown } = await sample(deskOf(performing), node, rows);
  const name = performing.session.names.shownOf(node);
  return { command: 'sample', node: name, ...(note ? { note } : {}), matching: of, of, shown };
};

export const schema = (performing: Performing, asked: string | undefined): Result => {
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
      classified: hidden?.has(column) === true,
    })),
  };
};

export const diff = async (performing: Performing, asked: string | undefined): Promise<Result> => {
  const { session } = performing;
  const { node } = ranNode(performing, asked);
  const { gathered } = session.conducted.standing();
  const guard = session.prepared.physical.stages.find((stage) => endOf(stage) === node)?.guards[0];
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

export const decisions = ({ session }: Performing, asked: string | undefined): Result => {
  const { prepared, conducted } = session;
  const all = [...prepared.decisions, ...(conducted.standing().gathered?.decisions ?? [])];
  const whole = asked === undefined ? undefined : wholeName(asked);
  return {
    command: 'decisions',
    decisions: whole === undefined ? all : all.filter(({ node }) => node === whole),
  };
};

export const statement = (performing: Performing, asked: string | undefined): Result => {
  const { session } = performing;
  const name = plannedNode(performing, asked);
  const stage = session.prepared.physical.stages.find((candidate) => endOf(candidate) === name);
  return { command: 'sql', node: session.names.shownOf(name), sql: stage?.query.text ?? '' };
};

export const quarantine = async (
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
  const engine = await quarantineEngine(session.wiring, files);
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
