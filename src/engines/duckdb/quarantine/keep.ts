import {
  type GuardCount,
  type GuardRule,
  literal,
  originalPointer,
  type PlacedGuard,
  quarantineRelation,
  quarantineSchema,
  quoted,
} from '../../../kit/index.js';
import type { Session } from '../session.js';
import type { Taken } from './intake.js';
import { locate } from './locate.js';
import { linesOf } from './log-file.js';
import { rejectedRows } from './rejects.js';

const valueText = ({ columns }: GuardRule): string => {
  const values = columns.map((column) => `o ->> ${literal(originalPointer(column)).text}`);
  return values.length > 1 ? `concat_ws(', ', ${values.join(', ')})` : (values[0] ?? 'null');
};

/** What a rule adds to the reasons of a row that breaks it. */
const reason = (rule: GuardRule, index: number): string => {
  const fields = [
    `"rule": ${literal(rule.rule).text}`,
    `"column": ${literal(rule.columns.join(', ')).text}`,
    `message: ${literal(rule.message).text}`,
    `"value": ${valueText(rule)}`,
  ];
  return `case when not h[${index + 1}] then {${fields.join(', ')}} end`;
};

/** A row as the guard wrote it: whether it goes on, file, number, whether it holds each rule (null counts as held), the values, those in plain form. */
const ROW = { g: 'BOOLEAN', f: 'VARCHAR', n: 'BIGINT', h: ['BOOLEAN'], o: 'JSON', p: 'JSON' } as const;

/** The rows that the intake wrote, as quarantine has them. */
const takenRows = ({ guard, log }: Taken): string => {
  const reasons = guard.rules.length === 0 ? '[]' : `[${guard.rules.map(reason).join(', ')}]`;
  const rows = `select unnest(from_json(line, ${literal(JSON.stringify(ROW)).text})) from (${linesOf(log, guard.node)})`;
  return `select list_filter(${reasons}, lambda reason: reason is not null) as reasons, g as goes_on, f as "file", n as record, o::varchar as original, p::varchar as plain from (${rows})`;
};

/** Numbers rows as they come from any thread; `row_number` would have one thread write the file. */
const ROWS = 'rows of quarantine';

const described = ({ runId, node }: PlacedGuard, rows: string): string => {
  const constants = `${literal(runId).text} as run_id, ${literal(node).text} as node, 'out' as port, nextval('${ROWS}') as "row"`;
  const columns = quarantineSchema
    .map(({ name, type }) => `${quoted(name)}::${type} as ${quoted(name)}`)
    .join(', ');
  return `select ${columns} from (select ${constants}, * from (${rows}))`;
};

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

const WRITTEN = 'format parquet, compression zstd, row_group_size 16384';

/** Writes a guard's rows into its Parquet file, those that the reader rejected among them, and counts them. */
export const keep = async (session: Session, taken: Taken): Promise<GuardCount> => {
  const { guard } = taken;
  const rejected = await rejectedRows(session, guard);
  const rows = [takenRows(taken), ...(rejected ? [rejected.query] : [])].join(' union all by name ');
  await session.rows(
    `create or replace temp sequence ${quoted(ROWS)}; copy (${described(guard, rows)}) to ${literal(guard.file).text} (${WRITTEN})`,
  );
  await locate(session, guard, WRITTEN);
  await session.rows(
    `create or replace temp view ${quoted(quarantineRelation(guard.node))} as from read_parquet(${literal(guard.file).text})`,
  );
  await rejected?.drop();
  return {
    node: guard.node,
    ...(await byWay(session, guard.file)),
    broken: await byRule(session, guard.file),
  };
};
