import { dirname, join } from 'node:path';
import {
  type GuardCount,
  literal,
  type PlacedGuard,
  quarantineRelation,
  quarantineSchema,
  quoted,
  repairCounter,
} from '../../../kit/index.js';
import type { Session } from '../session.js';
import type { Taken } from './intake.js';
import { isLocatable, locate } from './locate.js';
import { rejectedRows } from './rejects.js';
import { takenRows } from './taken-rows.js';

/** Numbers rows as they come from any thread; `row_number` would have one thread write the file. */
const ROWS = 'rows of quarantine';

const constants = ({ runId, node }: PlacedGuard): string =>
  `${literal(runId).text} as run_id, ${literal(node).text} as node, 'out' as port, nextval('${ROWS}') as "row"`;

const COLUMNS = quarantineSchema.map(({ name, type }) => `${quoted(name)}::${type} as ${quoted(name)}`);

const byRule = async (session: Session, file: string): Promise<GuardCount['broken']> => {
  const rows = await session.rows(
    `select r."rule", r."column", r.message, count(*) from (select unnest(reasons) as r from read_parquet(${literal(file).text})) group by 1, 2, 3 order by 4 desc, 1, 2, 3`,
  );
  return rows.map(([rule, column, message, count]) => ({
    rule: String(rule),
    columns: column === null || column === '' ? [] : [String(column)],
    message: String(message),
    rows: Number(count),
  }));
};

const byWay = async (session: Session, file: string): Promise<Pick<GuardCount, 'quarantined' | 'mended'>> => {
  const [row] = await session.rows(
    `select count(*) filter (not goes_on), count(*) filter (goes_on) from read_parquet(${literal(file).text})`,
  );
  return { quarantined: Number(row?.[0] ?? 0), mended: Number(row?.[1] ?? 0) };
};

/** How often each counter was called; one that never was has no value. */
const repaired = async (
  session: Session,
  { node, repairs = [] }: PlacedGuard,
): Promise<Pick<GuardCount, 'repaired'>> => {
  if (repairs.length === 0) return {};
  const rows = await session.rows('select sequence_name, last_value from duckdb_sequences() where temporary');
  const counts = new Map(rows.map(([name, value]) => [String(name), Number(value ?? 0)]));
  return {
    repaired: repairs.map((column, place) => ({
      column,
      values: counts.get(repairCounter(node, place)) ?? 0,
    })),
  };
};

const WRITTEN = 'format parquet, compression zstd, row_group_size 16384';

const write = (session: Session, { file }: PlacedGuard, rows: string): Promise<unknown> =>
  session.rows(`copy (select ${COLUMNS.join(', ')} from (${rows})) to ${literal(file).text} (${WRITTEN})`);

/** Rows wait in a file beside the log until their records were looked for: in memory they would be as many as are bad. */
const writeLocated = async (session: Session, { guard, log }: Taken, rows: string): Promise<void> => {
  const kept = literal(join(dirname(log.path), 'kept.parquet')).text;
  await session.rows(`copy (${rows}) to ${kept} (format parquet, compression lz4)`);
  await write(session, guard, await locate(session, guard, `read_parquet(${kept})`));
};

/** Writes a guard's rows into its Parquet file, those that the reader rejected among them, and counts them. */
export const keep = async (session: Session, taken: Taken): Promise<GuardCount> => {
  const { guard } = taken;
  const rejected = await rejectedRows(session, guard);
  const all = [takenRows(taken), ...(rejected ? [rejected.query] : [])].join(' union all by name ');
  const rows = `select ${constants(guard)}, * from (${all})`;
  await session.rows(`create or replace temp sequence ${quoted(ROWS)}`);
  await (isLocatable(guard) ? writeLocated(session, taken, rows) : write(session, guard, rows));
  await session.rows(
    `create or replace temp view ${quoted(quarantineRelation(guard.node))} as from read_parquet(${literal(guard.file).text})`,
  );
  await rejected?.drop();
  return {
    node: guard.node,
    ...(await byWay(session, guard.file)),
    ...(await repaired(session, guard)),
    broken: await byRule(session, guard.file),
  };
};
