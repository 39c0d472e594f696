import type { ColumnUse } from './expression.js';
import type { NodeContext } from './node.js';
import type { Schema } from './schema.js';
import { identifier, literal, type Sql, sql } from './sql.js';

/** The column in which a row of an input stands as it came in, while rows are traced: it is the last one of that input. */
export const TRACED = 'traced row';

/** The column in which it stands why a row did not come out. */
export const REASON = 'reason';

/** What a node sees of the world when its rows are traced. */
export interface TraceContext<C> extends NodeContext<C> {
  /** The input whose rows are looked for, by its number: its relation has `TRACED`, of which its schema does not tell. */
  readonly traced: number;
  /** Columns of the output. */
  readonly schema: Schema;
}

/** Which rows of an input made which rows of the output. */
export interface Traced {
  /** SQL that gives the columns by which a row of the output is told, and `TRACED`. */
  readonly rows: Sql;
  /** The columns of the output by which its rows are told from each other; all of them unless given. */
  readonly by?: readonly string[];
  /** Output columns that have the value of an input column; those of `passes` unless given. Inputs are narrowed by them. */
  readonly copies?: Readonly<Record<string, ColumnUse>>;
  /** How the rows became those of the output: `all rows of the group`. */
  readonly how?: string;
  /** Whether one of these rows is taken as it is, and the others give way to it. */
  readonly takesOne?: boolean;
  /** Why rows may be among them that had no part in the output. */
  readonly rough?: string;
  /** Whether a row of the input stands in `rows` once at the most. */
  readonly isOnce?: boolean;
}

/** Why rows of an input do not come out. */
export interface Leaving {
  /** SQL that gives `TRACED` and `REASON` for rows of the input. */
  readonly rows: Sql;
  /** Whether it depends on other rows of the input too. */
  readonly isOverRows?: boolean;
  /** Columns of the input on which it depends; those that decide about rows unless given. */
  readonly columns?: readonly string[];
}

/** The input whose rows are looked for. */
export const tracedInput = <C>({ inputs, input, traced }: TraceContext<C>) => inputs[traced] ?? input;

/** The context in which the input that is traced has `TRACED` among its columns: a kind that gives all of them carries it along. */
export const carrying = <C>(context: TraceContext<C>): TraceContext<C> => {
  const inputs = context.inputs.map((input, index) =>
    index === context.traced
      ? { ...input, schema: [...input.schema, { name: TRACED, type: 'STRUCT' }] }
      : input,
  );
  return { ...context, inputs, input: inputs[0] ?? context.input };
};

/** One reason for whichever row does not come out. */
export const because = <C>(context: TraceContext<C>, reason: string): Leaving => ({
  rows: sql`select ${identifier(TRACED)}, ${literal(reason)} as ${identifier(REASON)} from ${tracedInput(context)}`,
});

/** Rows that come out as they are, or not at all. */
export const sameRows = <C>(context: TraceContext<C>, how?: string): Traced => {
  const input = tracedInput(context);
  const columns = input.schema.map(({ name }) => [name, { input: input.alias, column: name }] as const);
  return {
    rows: sql`select * from ${input}`,
    by: columns.map(([name]) => name),
    copies: Object.fromEntries(columns),
    isOnce: true,
    ...(how === undefined ? {} : { how }),
  };
};
