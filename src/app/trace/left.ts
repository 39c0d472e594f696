import { identifier, joined, literal, type Sql, sql } from '../../kit/index.js';
import type { LogicalNode } from '../../planner/index.js';
import type { LeftRows } from './result.js';
import type { Chosen, TraceSession } from './session.js';
import { type Columns, masked, shownColumns } from './show.js';

/** Rows that stayed behind at a node. */
interface Behind {
  /** The node that they come from. */
  readonly input: LogicalNode;
  readonly behind: Chosen;
  /** The rows with their reasons, where the kind tells. */
  readonly query: Sql | undefined;
  /** Columns on which it depends. */
  readonly names: readonly string[];
}

/** So many reasons are told. */
const MOST = 20;

/** The reasons for which rows stayed behind, the most frequent first, each with the first of its rows. */
export const leftRows = async (
  session: TraceSession,
  { input, behind, query, names }: Behind,
  limit: number,
  columns: Columns,
): Promise<readonly LeftRows[]> => {
  const why =
    query ?? sql`select ${literal('does not come out')} as reason, * from ${identifier(behind.table)}`;
  const reasons = await session.keep(why);
  const counts = await session.rows(
    sql`select reason, count(*) from ${identifier(reasons.table)} group by reason order by count(*) desc, reason`,
    MOST,
  );
  const schema = input.schema.filter(({ name }) => names.includes(name));
  const shown = shownColumns(schema, input.name, columns);
  const list = joined(schema.map(({ name }) => identifier(name)));
  const found: LeftRows[] = [];
  for (const [reason, rows] of counts) {
    const of = sql`from ${identifier(reasons.table)} where reason = ${literal(String(reason))}`;
    const values =
      schema.length === 0 || limit === 0
        ? []
        : await session.rows(sql`select distinct ${list} ${of} order by all`, limit);
    found.push({ reason: String(reason), rows: Number(rows), columns: shown, values: masked(shown, values) });
  }
  return found;
};
