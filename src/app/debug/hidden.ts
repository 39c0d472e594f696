import { own } from '../../base/own.js';
import {
  type Cell,
  type Engine,
  MASK,
  nodeContext,
  ORIGIN_FILE,
  ORIGIN_ROW,
  type Schema,
} from '../../kit/index.js';
import { classifiedColumns, inputsOf, type LogicalPlan, nodeNamed, wholeName } from '../../planner/index.js';
import { type MaskedColumn, showMasked } from '../masked-texts.js';
import type { Wiring } from '../wiring.js';

/** By node of the plan, the columns whose values are not shown, in small letters. */
export type Hidden = ReadonlyMap<string, ReadonlySet<string>>;

const lower = (names: Iterable<string>): readonly string[] => [...names].map((name) => name.toLowerCase());

const origins = [ORIGIN_FILE, ORIGIN_ROW];

/** Before its contract a node has classified values too: in columns of the same names, and in those that stand beside them. */
const hiddenInPart = (
  plan: LogicalPlan,
  name: string,
  classified: ReadonlySet<string>,
): readonly string[] => {
  const whole = plan.nodes.find((node) => node.name === wholeName(name));
  const known = new Set(lower([...(whole?.schema.map((column) => column.name) ?? []), ...origins]));
  const hidden = new Set(lower(classified));
  const { schema, lineage } = nodeNamed(plan, name);
  const isHidden = (column: string): boolean => {
    const uses = own(lineage.columns, column) ?? [];
    if (uses.length === 0 && !known.has(column.toLowerCase())) return true;
    return [column, ...uses.map((use) => use.column)].some((one) => hidden.has(one.toLowerCase()));
  };
  return lower(schema.map((column) => column.name).filter(isHidden));
};

/** The columns that are classified, or are made from such; also in what a contract has not seen yet. */
export const hiddenColumns = (plan: LogicalPlan): Hidden => {
  const classified = classifiedColumns(plan);
  return new Map(
    plan.nodes.map(({ name }) => {
      const named = classified.get(name) ?? new Set<string>();
      const whole = classified.get(wholeName(name)) ?? new Set<string>();
      const isPart = wholeName(name) !== name && whole.size > 0;
      return [name, new Set([...lower(named), ...(isPart ? hiddenInPart(plan, name, whole) : [])])] as const;
    }),
  );
};

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
  const isHidden = schema.map((column) => names.has(column.name.toLowerCase()));
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
