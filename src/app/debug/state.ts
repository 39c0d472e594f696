import { endOf, isSink, nodeNamed, type Stage, wholeName } from '../../planner/index.js';
import type { Prepared } from '../check/prepared.js';
import { checksFirst } from '../run/run-stages.js';
import type { Wiring } from '../wiring.js';
import type { Conducted, Standing } from './conduct.js';
import type { Hidden } from './hidden.js';
import { type Names, workOf } from './names.js';
import type { Breakpoint, NodeLine, NodeState } from './result.js';

/** What a session of the debugger is made of. */
export interface Session {
  readonly wiring: Wiring;
  readonly prepared: Prepared;
  readonly conducted: Conducted;
  readonly names: Names;
  readonly hidden: Hidden;
  readonly runId: string;
}

/** The stages in the order in which they run. */
export const inOrder = ({ prepared }: Pick<Session, 'prepared'>): readonly Stage[] =>
  checksFirst(prepared.physical.stages);

const stateOf = ({ next, done, failed, outcome }: Standing, { id }: Stage): NodeState => {
  if (done.has(id)) return 'done';
  if (failed?.stage === id) return 'failed';
  if (next?.id === id) return 'next';
  return outcome ? 'left out' : 'waiting';
};

/** Rows that the contract of a stage took out, once it has run. */
const quarantinedBy = (
  { gathered, done }: Standing,
  { id, guards }: Stage,
): Pick<NodeLine, 'quarantined'> => {
  const own = gathered?.contracts.find(({ node }) => guards.some((guard) => guard.node === node));
  return own && done.has(id) && own.quarantined > 0 ? { quarantined: own.quarantined } : {};
};

/** A node with what it has done so far. */
export const nodeLine = (
  { prepared, conducted, names }: Session,
  stage: Stage,
  breakpoints: readonly Breakpoint[],
): NodeLine => {
  const standing = conducted.standing();
  const name = endOf(stage);
  const node = nodeNamed(prepared.plan, name);
  const done = standing.done.get(stage.id);
  const shown = names.shownOf(name);
  const isOwn = ({ node: at }: Breakpoint): boolean => at === shown;
  return {
    node: shown,
    state: stateOf(standing, stage),
    work: workOf(node),
    ...(done && node.kind.family !== 'check' ? { rows: done.record.rows } : {}),
    ...(done ? { seconds: done.record.seconds } : {}),
    ...quarantinedBy(standing, stage),
    ...(done?.check
      ? { check: { passed: done.check.passed, messages: done.check.results.map(({ message }) => message) } }
      : {}),
    breakpoints: breakpoints.filter(isOwn).map(({ id }) => id),
  };
};

/** A node whose rows are kept; a writing node and a check have those of the node that they read. */
export const withRows = ({ prepared }: Pick<Session, 'prepared'>, name: string): string => {
  const node = nodeNamed(prepared.plan, name);
  const [input] = node.inputs;
  return isSink(node) && input ? withRows({ prepared }, input.node) : name;
};

/** Whether a stage is the first of those that a node of the document consists of. */
export const isFirstPart = (session: Pick<Session, 'prepared'>, stage: Stage): boolean => {
  const whole = wholeName(endOf(stage));
  return inOrder(session).find((other) => wholeName(endOf(other)) === whole)?.id === stage.id;
};
