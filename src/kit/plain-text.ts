import { joined, literal, type Sql, sql } from './sql.js';
import type { DateFormat, NumberFormat, TextFormat } from './text-format.js';

/** Text that no type takes, so that a value which is not of the format is a fault wherever it is cast. */
const unfit = (value: Sql): Sql => sql`('"' || ${value} || '"')`;

const escaped = (mark: string): string => mark.replace(/[.$^*+?()[\]{}|\\]/g, '\\$&');

const numberText = (value: Sql, { decimal, thousands }: NumberFormat): Sql => {
  const part = `(${escaped(decimal)}\\d*)?`;
  const grouped =
    thousands === '' ? '' : `|\\d{1,3}(${escaped(thousands)}\\d{2,3})*${escaped(thousands)}\\d{3}${part}`;
  const form = literal(`\\s*[+-]?(\\d+${part}|${escaped(decimal)}\\d+${grouped})([eE][+-]?\\d+)?\\s*`);
  const bare = thousands === '' ? value : sql`replace(${value}, ${literal(thousands)}, '')`;
  const plain = decimal === '.' ? bare : sql`replace(${bare}, ${literal(decimal)}, '.')`;
  return sql`case when regexp_full_match(${value}, ${form}) then ${plain} else ${unfit(value)} end`;
};

const yearFirst = (value: Sql): Sql =>
  sql`case when regexp_matches(${value}, '^\\s*[0-9]{4}[-/]') then ${value} else ${unfit(value)} end`;

const dateText = (value: Sql, { kind, formats, orYearFirst = false }: DateFormat): Sql => {
  const read = sql`try_strptime(trim(${value}), ${literal(formats)})`;
  const plain = kind === 'date' ? sql`${read}::date::varchar` : sql`${read}::varchar`;
  return sql`coalesce(${plain}, ${orYearFirst ? yearFirst(value) : unfit(value)})`;
};

const valueText = (value: Sql, values: TextFormat['values']): Sql => {
  if (values === undefined) return value;
  return values.kind === 'number' ? numberText(value, values) : dateText(value, values);
};

/** SQL for the text of a value as the engine itself would write it; null for null and for words that stand for it. */
export const plainText = (value: Sql, { nulls, values }: TextFormat): Sql => {
  const text = valueText(value, values);
  if (nulls.length === 0)
    return values?.kind === 'number' ? text : sql`case when ${value} is not null then ${text} end`;
  const words = joined(nulls.map((word) => literal(word)));
  return sql`case when ${value} is not null and trim(${value}) not in (${words}) then ${text} end`;
};
