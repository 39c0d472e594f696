import type { LogicalNode } from '../../planner/index.js';
import { madeOf, upTo } from '../../planner/trace/index.js';
import type { TracedEdge, TracedNode } from './result.js';
import { type Chosen, oneOf, type TraceSession } from './session.js';
import { settled, stepFor } from './settled.js';
import { type Columns, shownNode } from './show.js';

type Demands = Map<string, readonly Chosen[]>;

const edgesOf = async (
  session: TraceSession,
  node: LogicalNode,
  chosen: Chosen,
  demands: Demands,
  takers: Map<string, Chosen>,
): Promise<readonly TracedEdge[]> => {
  const edges: TracedEdge[] = [];
  for (const [index, { alias, node: from }] of node.inputs.entries()) {
    const first = await stepFor(session, { node, index });
    if (!first) continue;
    const step = await settled(session, first, chosen);
    const { how, rough, copies = {} } = step.traced;
    const narrowing = await session.narrow(copies, node.schema, chosen);
    const made = await session.keep(madeOf(session.tracing, step, chosen.table, narrowing));
    if (made.rows === 0) continue;
    if (step.traced.takesOne) takers.set(from, chosen);
    demands.set(from, [...(demands.get(from) ?? []), made]);
    edges.push({ node: from, port: alias, ...(how ? { how } : {}), ...(rough ? { rough } : {}) });
  }
  return edges;
};

/** The rows that made chosen rows of a node, node by node up to the reads. */
export const traceBack = async (
  session: TraceSession,
  name: string,
  chosen: Chosen,
  limit: number,
  columns: Columns,
): Promise<readonly TracedNode[]> => {
  const demands: Demands = new Map([[name, [chosen]]]);
  const takers = new Map<string, Chosen>();
  const found: TracedNode[] = [];
  for (const node of upTo(session.tracing.plan, [name]).toReversed()) {
    const asked = demands.get(node.name);
    if (!asked) continue;
    const rows = await oneOf(session, node.name, asked);
    const inputs = await edgesOf(session, node, rows, demands, takers);
    found.push({ ...(await shownNode(session, node, rows, limit, columns, takers.get(node.name))), inputs });
  }
  return found;
};
