import { type DataFile, type FormatOptions, literal, type PlacedGuard, quoted } from '../../../kit/index.js';
import type { Session } from '../session.js';

interface Tables {
  readonly errors: string;
  readonly scans: string;
}

const tables = (node: string): Tables => ({ errors: `rejected_${node}`, scans: `rejected_scan_${node}` });

/** Options of the CSV reader under which a record that has no rows in it is set aside instead of ending the run. */
export const rejectOptions = (node: string): FormatOptions => {
  const { errors, scans } = tables(node);
  return { store_rejects: true, rejects_limit: 0, rejects_table: errors, rejects_scan: scans };
};

/** Records that the reader could not make rows of. */
export interface Rejected {
  readonly query: string;
  readonly rows: number;
  readonly drop: () => Promise<void>;
}

/** What the reader's faults are called here: what was asked of the record. */
const messages: Readonly<Record<string, string>> = {
  'MISSING COLUMNS': 'as many fields as the header has',
  'TOO MANY COLUMNS': 'as many fields as the header has',
  'UNQUOTED VALUE': 'quotes that are opened and closed',
  'INVALID ENCODING': 'UTF-8 text',
  'LINE SIZE OVER MAXIMUM': 'a record that is not too long to be read',
};

const message = `case error_type ${Object.entries(messages)
  .map(([type, text]) => `when '${type}' then ${literal(text).text}`)
  .join(' ')} when 'CAST' then 'a value of the type of the column' else error_message end`;

/** The record as its file has it: copies hold some of them as one quoted field. */
const recordText = (files: readonly DataFile[]): string => {
  const copies = files.filter(({ isCopy }) => isCopy).map(({ path }) => path);
  const line = "trim(any_value(csv_line), e'\\r\\n')";
  if (copies.length === 0) return line;
  // In a copy of a single column one more follows it, so that it is no row.
  const field = `regexp_replace(${line}, '",!$', '"')`;
  return `case when any_value(file_path) in ${literal(copies).text} and ${field} like '"%"'
    then replace((${field})[2:-2], '""', '"') else ${line} end`;
};

/** One row a record, though several of its fields may be wrong; the text of the record stands for the row. */
const queryOf = ({ errors, scans }: Tables, { files = [] }: PlacedGuard): string => `
  select
    list(distinct {
      "rule": case error_type when 'CAST' then 'type' else 'record' end,
      "column": case error_type when 'CAST' then column_name end,
      message: ${message},
      "value": case error_type when 'CAST' then regexp_extract(error_message, 'Could not convert string "(.*)" to', 1) end
    }) as reasons,
    false as goes_on,
    list_element(${literal(files.map(({ name }) => name)).text}::varchar[], list_position(${literal(files.map(({ path }) => path)).text}::varchar[], any_value(file_path))) as "file",
    line - any_value(skip_rows) - any_value(has_header)::int as record,
    to_json({csv: ${recordText(files)}})::varchar as original,
    true as is_record
  from ${quoted(errors)} join ${quoted(scans)} using (scan_id, file_id)
  group by scan_id, file_id, line, line_byte_position`;

/** What the reader of a node rejected in the statement that has just run; undefined where it has not read CSV. */
export const rejectedRows = async (session: Session, guard: PlacedGuard): Promise<Rejected | undefined> => {
  const { errors, scans } = tables(guard.node);
  const found = await session.rows(
    `select 1 from duckdb_tables() where table_name = '${errors}' union all select 1 from duckdb_views() where view_name = '${errors}'`,
  );
  if (found.length === 0) return undefined;
  const query = queryOf({ errors, scans }, guard);
  const [row] = await session.rows(`select count(*) from (${query})`);
  const drop = async (): Promise<void> => {
    await session.rows(`drop table if exists ${quoted(errors)}; drop table if exists ${quoted(scans)}`);
  };
  return { query, rows: Number(row?.[0] ?? 0), drop };
};
