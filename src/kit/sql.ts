import type { ColumnRef, Expression, Query } from './expression.js';
import type { Schema } from './schema.js';

/** SQL text that is safe to run, and the names of the bound values that it needs. */
export interface Sql {
  readonly kind: 'sql';
  readonly text: string;
  readonly parameters: readonly string[];
}

/** A relation that a node reads, under the alias that its expressions use. */
export interface Relation {
  readonly kind: 'relation';
  readonly alias: string;
  /** Name of the table or query that stands for it in SQL. */
  readonly name: string;
  readonly schema: Schema;
  /** Columns that a document does not know of: messages do not name them. */
  readonly hidden?: readonly string[];
}

type SqlValue = Sql | Relation | Expression | Query | ColumnRef;

const text = (value: string, parameters: readonly string[] = []): Sql => ({
  kind: 'sql',
  text: value,
  parameters,
});

/** A name in double quotes: any column or alias, whatever it holds. */
export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** A name as SQL. */
export const identifier = (name: string): Sql => text(quoted(name));

/** SQL that Millrace itself writes; never anything that came from a document or from data. */
export const keyword = (value: string): Sql => text(value);

/**
 * Values that can be written as SQL literals: objects and maps become structs, arrays become lists. Where the order
 * of the fields matters it takes a map: an object puts names like `2020` first.
 */
export type LiteralValue =
  | string
  | number
  | bigint
  | boolean
  | null
  | readonly LiteralValue[]
  | ReadonlyMap<string, LiteralValue>
  | { readonly [key: string]: LiteralValue };

const literalText = (value: LiteralValue): string => {
  if (value === null) return 'NULL';
  if (typeof value === 'string') return `'${value.replaceAll("'", "''")}'`;
  if (typeof value !== 'object') return String(value);
  if (Array.isArray(value)) return `[${value.map(literalText).join(', ')}]`;
  const entries = value instanceof Map ? [...value] : Object.entries(value);
  const fields = entries.map(([key, field]) => `${literalText(key)}: ${literalText(field)}`);
  return `{${fields.join(', ')}}`;
};

/** A value as an SQL literal. */
export const literal = (value: LiteralValue): Sql => text(literalText(value));

const bound = (value: Expression | Query): Sql => {
  if (!value.binding) throw new Error(`unbound SQL: ${value.text}`);
  return text(value.binding.sql, value.binding.parameters);
};

const render = (value: SqlValue): Sql => {
  switch (value.kind) {
    case 'sql':
      return value;
    case 'relation':
      return text(`${quoted(value.name)} AS ${quoted(value.alias)}`);
    case 'column':
      return text(value.input ? `${quoted(value.input)}.${quoted(value.name)}` : quoted(value.name));
    default:
      return bound(value);
  }
};

const merged = (parts: readonly Sql[], between: readonly string[]): Sql =>
  text(
    parts.reduce((all, part, index) => all + part.text + (between[index] ?? ''), ''),
    [...new Set(parts.flatMap(({ parameters }) => parameters))],
  );

/**
 * SQL from a template. Only values that cannot break out of their place may stand in it.
 *
 * @example
 * sql`select * from ${input} where ${config.where}`
 */
export const sql = (strings: TemplateStringsArray, ...values: readonly SqlValue[]): Sql =>
  merged(
    strings.flatMap((piece, index) => {
      const value = values[index];
      return value === undefined ? [text(piece)] : [text(piece), render(value)];
    }),
    [],
  );

/** Several pieces with a separator between them. */
export const joined = (parts: readonly SqlValue[], separator = ', '): Sql =>
  merged(
    parts.map(render),
    parts.map((_, index) => (index < parts.length - 1 ? separator : '')),
  );
