import * as z from 'zod';
import { own } from '../../base/own.js';
import {
  assertions,
  classesIn,
  type DataClasses,
  defineNode,
  findColumn,
  foundAs,
  type Guard,
  type Input,
  identifier,
  isKeptAsJson,
  joined,
  type KeptColumn,
  keptText,
  keyword,
  literal,
  masksIn,
  type NodeContext,
  ORIGIN_FILE,
  ORIGIN_ROW,
  othersIn,
  QUARANTINE_FUNCTION,
  RULES_A_FIELD,
  type Rule,
  referenceFindings,
  referredColumns,
  rowAction,
  type Schema,
  type Sql,
  sql,
  writtenAs,
} from '../../kit/index.js';
import type { GuardConfig } from './config.js';
import {
  allRules,
  by,
  columnsKept,
  goingOn,
  held,
  originOf,
  ownColumns,
  taking,
  usedColumns,
} from './guard-rules.js';
import { leaving, tracing } from './guard-trace.js';
import { allHold } from './holds.js';
import { limitFindings } from './limits.js';
import { countingRepairs, repairsOf } from './repairs.js';

const NEVER = keyword('false');

/** Whether a broken rule may leave the row. Where none does, nothing has to be worked out of a row to know its way. */
const isMendable = (rules: readonly Rule[]): boolean =>
  rules.some(({ onBroken }) => onBroken === 'quarantine_value');

const keptColumns = (config: GuardConfig, schema: Schema): readonly KeptColumn[] =>
  columnsKept(config, schema).map(([name, { type }]) => ({ name, isJson: isKeptAsJson(type) }));

/** Columns that the file has in a form of its own. */
const plainColumns = (config: GuardConfig, schema: Schema): readonly string[] =>
  ownColumns(config, schema).flatMap(({ name }) => (findColumn(schema, foundAs(name)) ? [name] : []));

/** Whether a row that breaks rules goes on all the same, without the values that break them. */
const goesOn = (rules: readonly Rule[]): Sql => (isMendable(rules) ? allHold(taking(rules)) : NEVER);

/** Bits for the rules that a row breaks; a null breaks none. */
const brokenRules = (rules: readonly Rule[]): readonly Sql[] => {
  const bits = rules.map(
    ({ holds }, index) =>
      sql`case when not (${holds}) then ${literal(2 ** (index % RULES_A_FIELD))} else 0 end`,
  );
  return Array.from(
    { length: Math.ceil(bits.length / RULES_A_FIELD) },
    (_, field) =>
      sql`(${joined(bits.slice(field * RULES_A_FIELD, (field + 1) * RULES_A_FIELD), ' + ')})::bigint::varchar`,
  );
};

/** The row for quarantine as a line; worked out only for rows that break a rule, and few nodes of an expression for each. */
const rowText = (config: GuardConfig, input: Input, rules: readonly Rule[]): Sql => {
  const { schema } = input;
  const origins = [ORIGIN_FILE, ORIGIN_ROW].map((name) => sql`${originOf(config, input, name)}::varchar`);
  const columns = columnsKept(config, schema).map(([, column]) => keptText(column));
  const plain = plainColumns(config, schema).map((name) => identifier(writtenAs(name)));
  const texts = [sql`(${goesOn(rules)})::varchar`, ...origins, ...brokenRules(rules), ...columns, ...plain];
  return sql`to_json([${joined(texts)}])::varchar`;
};

const action = (rules: readonly Rule[]): Sql => {
  const always = literal(rowAction.take);
  const take = isMendable(rules)
    ? sql`case when ${allHold(by(rules, 'quarantine_row'))} then ${literal(rowAction.mend)} else ${always} end`
    : always;
  const frozen = by(rules, 'freeze');
  return frozen.length === 0
    ? take
    : sql`case when ${allHold(frozen)} then ${take} else ${literal(rowAction.stop)} end`;
};

/**
 * The rows that keep the contract, the others given to quarantine on the way. `offset 0` leaves nothing out: over it
 * the engine moves no filter down, which would take rows away before the contract sees them.
 */
const lower = ({ config, input, inputs }: NodeContext<GuardConfig>): Sql => {
  const { rules, mending, from } = held(config, input, inputs);
  const names = joined(ownColumns(config, input.schema).map(({ name }) => goingOn(mending, name)));
  const call = sql`${keyword(QUARANTINE_FUNCTION)}(${literal(config.node)}, ${action(rules)}, ${rowText(config, input, rules)})`;
  const goes = sql`case when ${rules.length === 0 ? UNSEEN : allHold(rules)} then true else ${call} end`;
  const counting = countingRepairs(config.node, repairsOf(config.contract, input.schema, mending), goes);
  return sql`select ${names} from ${from} where ${counting} offset 0`;
};

/** True, in a way that the engine does not see: the rows are counted where the call stands. */
const UNSEEN = keyword('random() < 2');

/** Classes of the columns that go to quarantine, as what they are made from has them. */
const classesAbove = (config: GuardConfig, { schema, classes = {} }: Input): DataClasses =>
  Object.fromEntries(
    columnsKept(config, schema).flatMap(([name, column]) => {
      const found = own(classes, name) ?? own(classes, column.name);
      return found ? [[name, found] as const] : [];
    }),
  );

const guard = ({ config, input, inputs }: NodeContext<GuardConfig>): Guard => {
  const { contract, node } = config;
  const rules = allRules(config, input, inputs);
  const { rows: tolerated, share } = contract.tolerate ?? {};
  const masks = masksIn(contract, input.schema);
  const repairs = repairsOf(contract, input.schema, []).map(({ column }) => column);
  return {
    node,
    classes: { ...classesAbove(config, input), ...classesIn(contract, input.schema) },
    ...(Object.keys(masks).length > 0 ? { masks } : {}),
    rules: rules.map(({ rule, columns, message }) => ({ rule, columns, message })),
    columns: keptColumns(config, input.schema),
    plain: plainColumns(config, input.schema),
    ...(tolerated === undefined ? {} : { tolerated }),
    ...(share === undefined ? {} : { share }),
    ...(contract.record_numbers === undefined ? {} : { findsRecords: contract.record_numbers }),
    ...(contract.rows ? { rows: contract.rows } : {}),
    ...(repairs.length > 0 ? { repairs } : {}),
  };
};

/** A contract as a node of the plan: rows that keep it go on, all others go to quarantine with their reasons. */
export const contractGuard = defineNode({
  kind: 'contract',
  family: 'transform',
  summary: 'Lets the rows through that keep a contract.',
  description: '',
  config: z.custom<GuardConfig>(),
  inputs: { min: 1, max: Number.POSITIVE_INFINITY },
  readsAll: true,
  example: { document: '' },
  check: ({ config, input, inputs }) => [
    ...limitFindings(config),
    ...assertions(config, input.schema),
    ...referenceFindings(config.contract, input.schema, othersIn(inputs)),
  ],
  schema: ({ config, input }) => ownColumns(config, input.schema),
  lower,
  guard,
  traces: tracing,
  leaves: leaving,
  // Every column counts: the whole row goes to quarantine.
  lineage: ({ config, input, schema }) => ({
    columns: Object.fromEntries(schema.map(({ name }) => [name, [{ input: input.alias, column: name }]])),
    rows: [
      ...usedColumns(config, input.schema).map(({ name }) => ({ input: input.alias, column: name })),
      ...referredColumns(config.contract),
    ],
  }),
  order: ({ input }) => input.order,
});
