import {
  FAULT,
  findColumn,
  identifier,
  joined,
  keyword,
  type Leaving,
  literal,
  type NodeContext,
  ORIGIN_FILE,
  ORIGIN_ROW,
  quarantineSchema,
  REASON,
  type Rule,
  type Schema,
  type Sql,
  sql,
  TRACED,
  type TraceContext,
  type Traced,
} from '../../kit/index.js';
import type { GuardConfig } from './config.js';
import { allRules, by, columnsKept, goingOn, held, originOf, ownColumns, taking } from './guard-rules.js';
import { allHold } from './holds.js';

/** The rows that keep the contract, as they go on, for those who only look: none is given to quarantine. */
export const passing = (
  { config, input, inputs }: NodeContext<GuardConfig>,
  beside: readonly Sql[] = [],
): Sql => {
  const { rules, mending, from } = held(config, input, inputs);
  const names = ownColumns(config, input.schema).map(({ name }) => goingOn(mending, name));
  const goes = allHold(taking(rules));
  return sql`select ${joined([...names, ...beside])} from ${from} where ${goes}`;
};

/** @param kept the columns of a row in quarantine, by the names that rules have for them */
const structOf = (rule: Rule, kept: ReadonlyMap<string, Schema[number]>): Sql => {
  const [column = ''] = rule.columns;
  const name = kept.get(column)?.name ?? column;
  const value = rule.columns.length === 1 ? sql`${identifier(name)}::varchar` : keyword('null::varchar');
  const fields = [literal(rule.rule), literal(rule.columns.join(', ')), literal(rule.message), value];
  const named = ['rule', 'column', 'message', 'value'].map(
    (name, index) => sql`${identifier(name)} := ${fields[index] ?? keyword('null')}`,
  );
  return sql`case when not (${rule.holds}) then struct_pack(${joined(named)}) end`;
};

/** The rows that do not keep the contract, as its port gives them but for what a run adds. */
export const taken = (
  { config, input, inputs }: NodeContext<GuardConfig>,
  beside: readonly Sql[] = [],
): Sql => {
  const { rules, from } = held(config, input, inputs);
  const kept = columnsKept(config, input.schema);
  const thrown = new Map(kept.filter(([, { name }]) => name === FAULT));
  const reasons = sql`list_filter([${joined(rules.map((rule) => structOf(rule, thrown)))}], x -> x is not null)`;
  const texts = kept.map(([name, column]) => sql`${identifier(name)} := ${identifier(column.name)}::varchar`);
  const goes = allHold(taking(rules));
  const values: Readonly<Record<string, Sql>> = {
    node: literal(config.node),
    reasons,
    goes_on: goes,
    file: sql`${originOf(config, input, ORIGIN_FILE)}::varchar`,
    record: findColumn(input.schema, ORIGIN_ROW) ? identifier(ORIGIN_ROW) : keyword('null'),
    original: sql`to_json(struct_pack(${joined(texts)}))::varchar`,
  };
  const columns = quarantineSchema.map(
    ({ name, type }) => sql`(${values[name] ?? keyword('null')})::${keyword(type)} as ${identifier(name)}`,
  );
  return sql`select ${joined([...columns, ...beside])} from ${from} where not (${allHold(rules)})`;
};

const ruleText = ({ rule, columns, message, onBroken }: Rule): string => {
  const of = columns.length === 0 ? '' : ` of ${columns.join(', ')}`;
  const what = onBroken === 'freeze' ? 'stopped the run' : 'taken to quarantine';
  return `${what} by rule ${rule}${of} (${message})`;
};

/** Why rows break the contract: the rules for which they do not go on. */
export const leaving = (context: TraceContext<GuardConfig>): Leaving => {
  const { config, input, inputs } = context;
  const { rules, from } = held(config, input, inputs);
  const gone = taking(rules);
  const texts = gone.map((rule) => sql`case when not (${rule.holds}) then ${literal(ruleText(rule))} end`);
  const reason = texts.length === 0 ? literal('') : sql`concat_ws('; ', ${joined(texts)})`;
  return {
    rows: sql`select ${identifier(TRACED)}, ${reason} as ${identifier(REASON)} from ${from}`,
    isOverRows: gone.some(({ isOverRows }) => isOverRows === true),
    columns: [...new Set(gone.flatMap(({ columns }) => columns))],
  };
};

export const tracing = (context: TraceContext<GuardConfig>): Traced | undefined => {
  const { config, input, inputs, traced } = context;
  if (traced > 0) return undefined;
  const rules = allRules(config, input, inputs);
  const changed = new Set(by(rules, 'quarantine_value').flatMap(({ columns }) => columns));
  // Over fewer rows a value that stands twice would stand once.
  const isWhole = rules.some(({ isOverRows, rule }) => isOverRows === true && rule !== 'references');
  const same = ownColumns(config, input.schema).filter(({ name }) => !changed.has(name));
  const copies = isWhole ? [] : same.map(({ name }) => [name, { input: input.alias, column: name }] as const);
  return {
    rows: passing(context, [identifier(TRACED)]),
    copies: Object.fromEntries(copies),
    isOnce: true,
  };
};
