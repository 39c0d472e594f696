import { identifier, joined, keyword, literal, quarantineSchema, type Sql, sql } from '../../kit/index.js';

const nothing = joined(
  quarantineSchema.map(({ name, type }) => sql`null::${keyword(type)} as ${identifier(name)}`),
);

/**
 * The rows of a quarantine file as a relation. Files of earlier versions lack columns, which are null then; that a record
 * gave no row they told by its one key.
 */
export const quarantineRows = (file: string): Sql =>
  sql`(select * replace (coalesce(is_record, json_keys(original) = ['csv'], false) as is_record) from (select ${nothing} where false union all by name select * from read_parquet(${literal(file)})))`;
