import { plural } from '../../base/number-text.js';
import type { ColumnContract, Contract, GuardRule, OnBroken } from '../contract.js';
import { type Column, findColumn, type Schema } from '../schema.js';
import { identifier, joined, keyword, literal, type Relation, type Sql, sql } from '../sql.js';
import { isNew, namedIn } from './columns.js';
import { type Formats, fitsSql } from './fit.js';
import { writtenAs } from './written-as.js';

/** A promise as SQL: true or null where a row keeps it. */
export interface Rule extends GuardRule {
  readonly holds: Sql;
  /** Whether it looks at other rows too, so that it is worked out beside the rows before it is held against them. */
  readonly isOverRows?: boolean;
  readonly onBroken: OnBroken;
}

/** A column of the contract, with what is known of it. */
interface Subject {
  readonly name: string;
  readonly spec: ColumnContract;
  readonly type: string;
  /** The column before its cast, where it is cast. */
  readonly before?: Column;
  readonly contract: Contract;
  readonly formats: Formats;
  readonly others: Others;
}

/** The relations of the nodes that a contract refers to, by name. */
export type Others = ReadonlyMap<string, Relation>;

type Part = Omit<Rule, 'columns' | 'onBroken'>;

const typed = (text: string, type: string): Sql => sql`cast(${literal(text)} as ${keyword(type)})`;

const fits = (subject: Subject): readonly Part[] => {
  const { before, formats, spec, name } = subject;
  const { meaning } = spec;
  if (!meaning) return before ? [fitsRule(subject, before, formats)] : [];
  const own = identifier(name);
  const isOne =
    meaning.normalise && before
      ? sql`(${identifier(before.name)} is null or ${own} is not null)`
      : meaning.check(sql`${own}::varchar`);
  return [{ rule: 'type', message: `a value of type ${meaning.name}`, holds: isOne }];
};

const required = ({ name, spec, before }: Subject): readonly Part[] =>
  spec.required
    ? [
        {
          rule: 'required',
          message: 'a value',
          holds: sql`${identifier(before?.name ?? name)} is not null`,
        },
      ]
    : [];

/** A value that is none of its semantic type breaks another rule, and no limit. */
const limited = ({
  name,
  spec: { meaning },
  type,
}: Subject): { readonly own: Sql; readonly type: string } => {
  const own = identifier(name);
  const compared = type === 'VARCHAR' ? meaning?.compared : undefined;
  return compared
    ? { own: sql`(${compared.of(own)})::${keyword(compared.type)}`, type: compared.type }
    : { own, type };
};

const bounds = (subject: Subject): readonly Part[] => {
  const { min, max } = subject.spec;
  if (min === undefined && max === undefined) return [];
  const { own, type } = limited(subject);
  return [
    ...(min === undefined
      ? []
      : [{ rule: 'min', message: `at least ${min}`, holds: sql`${own} >= ${typed(min, type)}` }]),
    ...(max === undefined
      ? []
      : [{ rule: 'max', message: `at most ${max}`, holds: sql`${own} <= ${typed(max, type)}` }]),
  ];
};

const lengthText = (min: number | undefined, max: number | undefined): string => {
  const most = plural(max ?? 0, 'character');
  if (min === max) return `exactly ${most}`;
  if (min === undefined) return `at most ${most}`;
  return max === undefined ? `at least ${plural(min, 'character')}` : `${min} to ${most}`;
};

const lengths = ({ name, spec: { length } }: Subject): readonly Part[] => {
  if (length === undefined) return [];
  const { min, max } = typeof length === 'number' ? { min: length, max: length } : length;
  const own = sql`length(${identifier(name)}::varchar)`;
  const tests = [
    ...(min === undefined ? [] : [sql`${own} >= ${literal(min)}`]),
    ...(max === undefined ? [] : [sql`${own} <= ${literal(max)}`]),
  ];
  return [{ rule: 'length', message: lengthText(min, max), holds: sql`(${joined(tests, ' and ')})` }];
};

const SHOWN = 6;

const listText = (values: readonly string[]): string =>
  values.length <= SHOWN
    ? `one of ${values.join(', ')}`
    : `one of ${values.slice(0, SHOWN).join(', ')} and ${values.length - SHOWN} more`;

const forms = ({ name, spec: { pattern, one_of, where }, type }: Subject): readonly Part[] => [
  ...(pattern === undefined
    ? []
    : [
        {
          rule: 'pattern',
          message: `text that matches ${pattern.text}`,
          holds: sql`regexp_full_match(${identifier(name)}::varchar, ${literal(pattern.text)})`,
        },
      ]),
  ...(one_of === undefined
    ? []
    : [
        {
          rule: 'one_of',
          message: listText(one_of),
          holds: sql`${identifier(name)} in (${joined(one_of.map((value) => typed(value, type)))})`,
        },
      ]),
  ...(where === undefined ? [] : [{ rule: 'where', message: where.text, holds: sql`(${where})` }]),
];

const repeats = (columns: readonly string[]): Sql => {
  const names = joined(columns.map(identifier));
  const filled = joined(
    columns.map((name) => sql`${identifier(name)} is not null`),
    ' and ',
  );
  return sql`not (${filled} and count(*) over (partition by ${names}) > 1)`;
};

/** A null in the other column would make `in` say nothing of every value that is not found. */
const references = ({ name, spec: { references: reference }, others }: Subject): readonly Part[] => {
  const other = reference && others.get(reference.node);
  if (!reference || !other) return [];
  const column = identifier(reference.column);
  return [
    {
      rule: 'references',
      message: `a value of ${reference.node}.${reference.column}`,
      holds: sql`${identifier(name)} in (select ${column} from ${other} where ${column} is not null)`,
      isOverRows: true,
    },
  ];
};

/** A column that evolves has been widened until all of its values fit: one that does not came since. */
const onWrongType = (what: Contract['drift']['wrong_types']): OnBroken =>
  what === 'evolve' ? 'freeze' : what;

/** A row cannot go on without a value that is required of it. */
const withoutValue = ({ required: isRequired }: ColumnContract, what: OnBroken): OnBroken =>
  isRequired && what === 'quarantine_value' ? 'quarantine_row' : what;

const ofColumn = (subject: Subject): readonly Rule[] => {
  const { name, spec, contract } = subject;
  const onInvalid = withoutValue(spec, spec.invalid_values ?? contract.invalid_values);
  const onType = withoutValue(spec, onWrongType(spec.wrong_types ?? contract.drift.wrong_types));
  const unique = spec.unique
    ? [{ rule: 'unique', message: 'a value that stands once', holds: repeats([name]), isOverRows: true }]
    : [];
  const parts = [
    ...fits(subject),
    ...required(subject),
    ...bounds(subject),
    ...lengths(subject),
    ...forms(subject),
    ...references(subject),
    ...unique,
  ];
  return parts.map((part) => ({
    ...part,
    columns: [name],
    onBroken: part.rule === 'type' ? onType : onInvalid,
  }));
};

const ofKeys = ({ keys = [], invalid_values }: Contract): readonly Rule[] =>
  keys.map((key) => {
    const columns = (Array.isArray(key) ? key : [key]).map(({ name }) => name);
    return {
      rule: 'keys',
      columns,
      message: 'a key that stands once',
      holds: repeats(columns),
      isOverRows: true,
      // Leaving a value out would not mend a key that stands twice.
      onBroken: invalid_values === 'freeze' ? 'freeze' : 'quarantine_row',
    };
  });

/** A column that was cast has a rule for it, which the contract need not write. */
const fitsRule = ({ name, type }: Column, before: Column, formats: Formats): Part => {
  const cast = {
    from: before.type,
    to: type,
    before: identifier(before.name),
    after: identifier(name),
  };
  return { rule: 'type', message: `a value of type ${type}`, holds: fitsSql(cast, formats) };
};

/** Columns that the contract does not name, and that were text: their values have the type that they seem to have. */
const ofOthers = (contract: Contract, schema: Schema, formats: Formats): readonly Rule[] =>
  schema.flatMap((column) => {
    const before = findColumn(schema, writtenAs(column.name));
    if (!before || !isNew(contract, column.name)) return [];
    const part = fitsRule(column, before, formats);
    return [{ ...part, columns: [column.name], onBroken: onWrongType(contract.drift.wrong_types) }];
  });

/** All promises of a contract over the columns that there are, the cheap ones first. */
export const rulesOf = (
  contract: Contract,
  schema: Schema,
  formats: Formats,
  others: Others = new Map(),
): readonly Rule[] => {
  const columns = namedIn(contract.columns, schema).flatMap(([column, spec]) => {
    const before = findColumn(schema, writtenAs(column.name));
    return ofColumn({ ...column, spec, contract, formats, others, ...(before ? { before } : {}) });
  });
  return [...columns, ...ofOthers(contract, schema, formats), ...ofKeys(contract)];
};
