import { identifier, sql } from '../../kit/index.js';
import { type LogicalNode, type LogicalPlan, wholeName } from '../../planner/index.js';
import { tablesUpTo, upTo, withTables } from '../../planner/trace/index.js';
import type { Upstream } from './result.js';
import type { TraceSession } from './session.js';
import { beforeContract, bindCondition } from './target.js';

const rowsOf = async (
  session: TraceSession,
  where: string,
  node: LogicalNode,
  parameters: Readonly<Record<string, string>>,
): Promise<number | undefined> => {
  const bound = await bindCondition(session.engine, where, node, parameters);
  if (!bound.ok) return undefined;
  const { alias, condition } = bound.value;
  const from = sql`${identifier(node.name)} as ${identifier(alias)}`;
  const query = withTables(
    tablesUpTo(session.tracing, [node.name]),
    sql`select count(*) from ${from} where ${condition}`,
  );
  return Number((await session.rows(query, 1))[0]?.[0] ?? 0);
};

/** A node that is looked into: one of the document, or what it has before its contract. */
interface Place {
  readonly node: LogicalNode;
  readonly name: string;
  readonly isBeforeContract: boolean;
}

const placesOf = (plan: LogicalPlan, nodes: readonly LogicalNode[]): readonly Place[] =>
  nodes.flatMap((node): readonly Place[] => {
    const name = wholeName(node.name);
    if (name !== node.name) return [];
    const before = beforeContract(plan, node);
    return [
      ...(before === node ? [] : [{ node: before, name, isBeforeContract: true }]),
      { node, name, isBeforeContract: false },
    ];
  });

/** The names of readers of a node on the way, as the document has them. */
const readersOf = (nodes: readonly LogicalNode[], name: string): readonly string[] => [
  ...new Set(
    nodes
      .filter(({ inputs }) => inputs.some(({ node }) => wholeName(node) === name))
      .map((node) => wholeName(node.name))
      .filter((reader) => reader !== name),
  ),
];

const hasRows = ({ rows = 0 }: Upstream): boolean => rows > 0;

/** The nodes that lead to a node, and how many of their rows the condition holds for, where it fits their columns. */
export const lookUpstream = async (
  session: TraceSession,
  where: string,
  name: string,
  parameters: Readonly<Record<string, string>>,
): Promise<readonly Upstream[]> => {
  const { plan } = session.tracing;
  const nodes = upTo(plan, [name]);
  const found: Upstream[] = [];
  for (const { node, name: of, isBeforeContract } of placesOf(plan, nodes)) {
    const rows = await rowsOf(session, where, node, parameters);
    const before = isBeforeContract ? ({ isBeforeContract: true } as const) : {};
    found.push({ node: of, ...before, ...(rows === undefined ? {} : { rows }) });
  }
  const kept = (node: string): boolean =>
    found.some((one) => one.node === node && one.isBeforeContract !== true && hasRows(one));
  return found.map((one) => {
    const readers = one.isBeforeContract ? [one.node] : readersOf(nodes, one.node);
    const isGone = hasRows(one) && readers.length > 0 && !readers.some(kept);
    return isGone ? { ...one, goneAt: readers } : one;
  });
};
