import type { TraceContext } from './node.js';
import { identifier, literal, sql } from './sql.js';
import { type Leaving, REASON, TRACED, type Traced } from './trace.js';

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
