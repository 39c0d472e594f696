import { type Cell, type Engine, MASK, nodeContext, type Schema } from '../../kit/index.js';
import { inputsOf, type LogicalPlan, nodeNamed } from '../../planner/index.js';
import { type MaskedColumn, showMasked } from '../masked-texts.js';
import type { Wiring } from '../wiring.js';

/** By node of the plan, the columns whose values are not shown. */
export type Hidden = ReadonlyMap<string, ReadonlySet<string>>;

/** The semantic types whose masks show something of a value, as `quarantine show` does; by column. */
const masksOf = (plan: LogicalPlan, name: string): Readonly<Record<string, string>> => {
  const node = nodeNamed(plan, name);
  if (node.kind.family !== 'transform') return {};
  return node.kind.guard?.(nodeContext(node.config, inputsOf(plan, node), node.output)).masks ?? {};
};

const textsIn = (rows: readonly (readonly Cell[])[], index: number): readonly string[] =>
  rows.flatMap((row) => (typeof row[index] === 'string' ? [row[index]] : []));

/** Rows of a node without the values that are not shown. */
export const maskedRows = async (
  { types }: Pick<Wiring, 'types'>,
  engine: Engine,
  plan: LogicalPlan,
  hidden: Hidden,
  name: string,
  schema: Schema,
  rows: readonly (readonly Cell[])[],
): Promise<readonly (readonly Cell[])[]> => {
  const names = hidden.get(name) ?? new Set();
  const isHidden = schema.map((column) => names.has(column.name));
  if (!isHidden.includes(true)) return rows;
  const masks = masksOf(plan, name);
  const columns: readonly MaskedColumn[] = Object.entries(masks).map(([column, type]) => ({
    column,
    type,
    values: textsIn(
      rows,
      schema.findIndex((other) => other.name === column),
    ),
  }));
  const show = await showMasked(engine, types, columns);
  const masked = (cell: Cell, index: number): Cell => {
    if (cell === null || isHidden[index] !== true) return cell;
    return typeof cell === 'string' ? show(schema[index]?.name ?? '', cell) : MASK;
  };
  return rows.map((row) => row.map(masked));
};
