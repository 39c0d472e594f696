import { plural } from '../../base/number-text.js';
import { columnNames } from '../../kit/index.js';
import { type LogicalNode, nodeNamed } from '../../planner/index.js';
import {
  leavingOf,
  reasonsSql,
  type StepTrace,
  stayedBehind,
  upTo,
  wentInto,
} from '../../planner/trace/index.js';
import { leftRows } from './left.js';
import type { LeftRows, TracedEdge, TracedNode } from './result.js';
import { type Chosen, oneOf, type TraceSession } from './session.js';
import { stepFor } from './settled.js';
import { type Columns, shownNode } from './show.js';

/** The nodes on a way from one node to another, both of them too; none where there is no way. */
export const nodesBetween = (
  { tracing: { plan } }: TraceSession,
  from: string,
  to: string,
): readonly LogicalNode[] => {
  const reached = new Set([from]);
  return upTo(plan, [to]).filter(({ name, inputs }) => {
    if (inputs.some(({ node }) => reached.has(node))) reached.add(name);
    return reached.has(name);
  });
};

/** Rows of an input on their way into a node. */
interface Passage {
  readonly index: number;
  readonly step: StepTrace | undefined;
  readonly from: Chosen;
  readonly arrived: Chosen | undefined;
}

const passageOf = async (
  session: TraceSession,
  node: LogicalNode,
  index: number,
  from: Chosen,
): Promise<Passage> => {
  const step = await stepFor(session, { node, index });
  if (!step || from.rows === 0) return { index, step, from, arrived: undefined };
  const input = nodeNamed(session.tracing.plan, node.inputs[index]?.node ?? '');
  const copies = Object.fromEntries(
    Object.values(step.traced.copies ?? {}).map((use) => [use.column, use] as const),
  );
  const own = Object.fromEntries(
    Object.entries(copies).filter(([, use]) => use.input === step.context.inputs[index]?.alias),
  );
  const narrowing = await session.narrow(own, input.schema, from);
  const arrived = await session.keep(wentInto(session.tracing, step, from.table, narrowing));
  return { index, step, from, arrived };
};

const whyLeft = async (
  session: TraceSession,
  node: LogicalNode,
  { index, step, from, arrived }: Passage,
  limit: number,
  columns: Columns,
): Promise<{ readonly behind: number; readonly left: readonly LeftRows[] }> => {
  const input = nodeNamed(session.tracing.plan, node.inputs[index]?.node ?? '');
  const behind = arrived
    ? await session.keep(stayedBehind(session.tracing, step, from.table, arrived.table, []))
    : from;
  if (behind.rows === 0) return { behind: 0, left: [] };
  const leaving = leavingOf(session.tracing, { node, index });
  const used =
    leaving?.columns ??
    node.lineage.rows.flatMap((use) => (use.input === node.inputs[index]?.alias ? [use.column] : []));
  const names = columnNames(input.schema).filter((name) => used.includes(name));
  const query = leaving ? reasonsSql(session.tracing, { node, index }, leaving, behind.table) : undefined;
  const left = await leftRows(session, { input, behind, query, names }, limit, columns);
  return { behind: behind.rows, left };
};

/** What became of rows that came through, where they are not themselves any more. */
const howForward = (
  { kind, config }: LogicalNode,
  how: string | undefined,
  rows: number,
): Pick<TracedEdge, 'how'> => {
  if (rows === 0) return {};
  const merges = kind.family === 'transform' && kind.loses?.(config) === 'merged';
  if (merges) return { how: `merged into ${plural(rows, 'row')}` };
  return how === undefined ? {} : { how };
};

const edgeOf = async (
  session: TraceSession,
  node: LogicalNode,
  passage: Passage,
  limit: number,
  columns: Columns,
): Promise<TracedEdge> => {
  const { index, step, from } = passage;
  const { alias, node: source } = node.inputs[index] ?? { alias: '', node: '' };
  const { how, rough } = step?.traced ?? {};
  const { behind, left } = await whyLeft(session, node, passage, limit, columns);
  return {
    node: source,
    port: alias,
    ...howForward(node, how, passage.arrived?.rows ?? 0),
    ...(rough ? { rough } : {}),
    arrived: from.rows - behind,
    left,
  };
};

/** What becomes of chosen rows of a node, node by node down to another. */
export const traceForward = async (
  session: TraceSession,
  nodes: readonly LogicalNode[],
  chosen: Chosen,
  limit: number,
  columns: Columns,
): Promise<readonly TracedNode[]> => {
  const there = new Map<string, Chosen>();
  const found: TracedNode[] = [];
  for (const node of nodes) {
    if (there.size === 0) {
      there.set(node.name, chosen);
      found.push({ ...(await shownNode(session, node, chosen, limit, columns)), inputs: [] });
      continue;
    }
    const passages: Passage[] = [];
    for (const [index, { node: from }] of node.inputs.entries()) {
      const rows = there.get(from);
      if (rows) passages.push(await passageOf(session, node, index, rows));
    }
    const arrived = passages.flatMap((passage) => passage.arrived ?? []);
    const rows = await oneOf(session, node.name, arrived);
    there.set(node.name, rows);
    const inputs: TracedEdge[] = [];
    for (const passage of passages) inputs.push(await edgeOf(session, node, passage, limit, columns));
    found.push({ ...(await shownNode(session, node, rows, limit, columns)), inputs });
  }
  return found;
};
