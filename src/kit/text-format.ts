import { joined, literal, type Sql, sql } from './sql.js';

/** How numbers are written in a column of text. */
export interface NumberFormat {
  readonly kind: 'number';
  /** The mark before decimals. */
  readonly decimal: '.' | ',';
  /** The mark between thousands; empty where there is none. */
  readonly thousands: string;
}

/** How dates or moments are written in a column of text. */
export interface DateFormat {
  readonly kind: 'date' | 'timestamp';
  /** As the engine's `strptime` has them; a value is read by the first that fits. */
  readonly formats: readonly string[];
}

/** How the values of a column of text are written, where an engine does not read them so by itself. */
export interface TextFormat {
  /** The engine's type of the values. */
  readonly type: string;
  /** Words that stand for null. */
  readonly nulls: readonly string[];
  readonly values?: NumberFormat | DateFormat;
}

/** Text that no type takes, so that a value which is not of the format is a fault wherever it is cast. */
const unfit = (value: Sql): Sql => sql`('"' || ${value} || '"')`;

const escaped = (mark: string): string => mark.replace(/[.$^*+?()[\]{}|\\]/g, '\\$&');

const numberText = (value: Sql, { decimal, thousands }: NumberFormat): Sql => {
  const part = `(${escaped(decimal)}\\d*)?`;
  const grouped = thousands === '' ? '' : `|\\d{1,3}(${escaped(thousands)}\\d{3})+${part}`;
  const form = literal(`\\s*[+-]?(\\d+${part}|${escaped(decimal)}\\d+${grouped})([eE][+-]?\\d+)?\\s*`);
  const bare = thousands === '' ? value : sql`replace(${value}, ${literal(thousands)}, '')`;
  const plain = decimal === '.' ? bare : sql`replace(${bare}, ${literal(decimal)}, '.')`;
  return sql`case when regexp_full_match(${value}, ${form}) then ${plain} else ${unfit(value)} end`;
};

const dateText = (value: Sql, { kind, formats }: DateFormat): Sql => {
  const read = sql`try_strptime(trim(${value}), ${literal(formats)})`;
  const plain = kind === 'date' ? sql`${read}::date::varchar` : sql`${read}::varchar`;
  return sql`coalesce(${plain}, ${unfit(value)})`;
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
