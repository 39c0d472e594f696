import {
  type ColumnUse,
  carrying,
  findColumn,
  identifier,
  joined,
  nodeContext,
  sql,
  TRACED,
  type TraceContext,
  type Traced,
} from '../../kit/index.js';
import type { GuardConfig } from '../contract/config.js';
import { taken } from '../contract/guard-trace.js';
import { inputsOf } from '../logical/inputs.js';
import type { LogicalNode, LogicalPlan } from '../logical/plan.js';
import { declaredPasses } from '../rules/push-filters.js';
import type { Tracing } from './relations.js';

/** An arrow of the plan along which rows are followed: a node, and which of its inputs. */
export interface Step {
  readonly node: LogicalNode;
  readonly index: number;
}

/** How rows are followed along an arrow. */
export interface StepTrace extends Step {
  readonly traced: Traced;
  readonly context: TraceContext<unknown>;
  /** Whether only the engine can tell if the kind carries a mark along. */
  readonly isUnsure: boolean;
}

/** The name under which a step reads an input. */
export const relationName = (index: number): string => `rows of ${index + 1}`;

/** What a node sees of the world along an arrow. */
export const contextOf = (plan: LogicalPlan, { node, index }: Step): TraceContext<unknown> => {
  const inputs = inputsOf(plan, node).map((input, at) => ({ ...input, name: relationName(at) }));
  return { ...nodeContext(node.config, inputs, node.output), traced: index, schema: node.schema };
};

const identity = ({ inputs, traced, schema }: TraceContext<unknown>): Readonly<Record<string, ColumnUse>> => {
  const input = inputs[traced];
  return Object.fromEntries(
    schema.flatMap(({ name }) =>
      input && findColumn(input.schema, name) ? [[name, { input: input.alias, column: name }]] : [],
    ),
  );
};

const isSameSchema = ({ inputs, traced, schema }: TraceContext<unknown>): boolean =>
  JSON.stringify(inputs[traced]?.schema.map(({ name, type }) => [name, type])) ===
  JSON.stringify(schema.map(({ name, type }) => [name, type]));

/** Where a kind says nothing of it: by the columns that it passes on unchanged, and no row is told from others that have the same. */
const byPassing = (context: TraceContext<unknown>, passes: Readonly<Record<string, ColumnUse>>): Traced => {
  const input = context.inputs[context.traced] ?? context.input;
  const own = Object.entries(passes).filter(([, use]) => use.input === input.alias);
  const columns = own.map(([name, use]) => sql`${identifier(use.column)} as ${identifier(name)}`);
  return {
    rows: sql`select ${joined([...columns, identifier(TRACED)])} from ${input}`,
    by: own.map(([name]) => name),
    copies: passes,
    rough: 'any row may have had a part: the kind does not tell which',
    isOnce: true,
  };
};

const tracedOf = (tracing: Tracing, step: Step, context: TraceContext<unknown>): Traced | undefined => {
  const { node, index } = step;
  const { kind, config } = node;
  if (kind.family !== 'transform')
    return { rows: sql`select * from ${context.input}`, copies: identity(context), isOnce: true };
  if (kind.kind === 'quarantined') {
    if (index > 0) return undefined;
    return {
      rows: taken(nodeContext(config as GuardConfig, context.inputs), [identifier(TRACED)]),
      copies: {},
      isOnce: true,
    };
  }
  const passes = declaredPasses(tracing.plan, node);
  if (kind.traces) {
    const traced = kind.traces(context);
    return traced && { copies: passes, ...traced };
  }
  if (kind.rowByRow?.(config, [index]) !== true) return byPassing(context, passes);
  const own = kind.passes || !isSameSchema(context) ? passes : identity(context);
  return { rows: kind.lower(carrying(context)), copies: own };
};

/** How rows are followed along an arrow; undefined where none of them goes into the output. */
export const stepOf = (tracing: Tracing, step: Step): StepTrace | undefined => {
  const context = contextOf(tracing.plan, step);
  const { kind, config } = step.node;
  const traced = tracedOf(tracing, step, context);
  const isOwn = kind.family !== 'transform' || kind.traces !== undefined || kind.kind === 'quarantined';
  const isUnsure = !isOwn && kind.family === 'transform' && kind.rowByRow?.(config, [step.index]) === true;
  return traced && { ...step, traced, context, isUnsure };
};

/** The step by the columns that pass through unchanged, where the kind does not carry a mark along. */
export const byColumns = (tracing: Tracing, step: StepTrace): StepTrace => ({
  ...step,
  traced: byPassing(step.context, declaredPasses(tracing.plan, step.node)),
  isUnsure: false,
});

/** The step by some of its columns only; by none of them, each row of the input may have had a part. */
export const byOnly = (step: StepTrace, by: readonly string[]): StepTrace => {
  const copies = Object.entries(step.traced.copies ?? {}).filter(([name]) => by.includes(name));
  return { ...step, traced: { ...step.traced, by, copies: Object.fromEntries(copies) } };
};
