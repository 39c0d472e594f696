import {
  type ColumnRef,
  type ColumnUse,
  type Expression,
  type Finding,
  type Input,
  joined,
  type Sql,
  sql,
} from '../../../kit/index.js';
import { computed, kept, type OutputColumn } from '../../shared/columns.js';
import { duplicates, type GivenName, keysOf } from '../../shared/findings.js';
import { typeSql } from '../../shared/types.js';

export interface Aggregation {
  readonly config: {
    readonly by?: readonly ColumnRef[] | Readonly<Record<string, Expression>> | undefined;
    readonly measures?: Readonly<Record<string, Expression>> | undefined;
  };
  readonly input: Input;
}

const isList = (
  by: readonly ColumnRef[] | Readonly<Record<string, Expression>>,
): by is readonly ColumnRef[] => Array.isArray(by);

/** A bare number in GROUP BY would count the columns of the SELECT; with a cast it is a value. */
const groupSql = (expression: Expression): Sql => {
  const { columns = [], parameters = [], type = '' } = expression.binding ?? {};
  const isConstant = columns.length === 0 && parameters.length === 0 && type !== '"NULL"';
  return isConstant ? sql`cast(${expression} as ${typeSql(type)})` : sql`${expression}`;
};

/** The columns that rows are grouped by. */
export const groupsOf = ({ config, input }: Aggregation): readonly OutputColumn[] => {
  const { by = [] } = config;
  return isList(by)
    ? by.map((column) => kept(input, column))
    : Object.entries(by).map(([name, expression]) => ({
        ...computed(name, expression),
        value: groupSql(expression),
      }));
};

/** Groups first, then measures. */
export const outputsOf = (aggregation: Aggregation): readonly OutputColumn[] => [
  ...groupsOf(aggregation),
  ...Object.entries(aggregation.config.measures ?? {}).map(([name, expression]) =>
    computed(name, expression),
  ),
];

/** Without groups all rows are one group, even if there are none. */
export const groupBy = (aggregation: Aggregation): Sql => {
  const groups = groupsOf(aggregation).map(({ value }) => value);
  return groups.length === 0 ? sql`group by ()` : sql`group by ${joined(groups)}`;
};

const groupNames = (by: Aggregation['config']['by'] = []): readonly GivenName[] =>
  isList(by) ? by.map(({ name }, index) => ({ name, path: ['by', index] })) : keysOf(by, 'by');

export const namedTwice = ({ config }: Aggregation): readonly Finding[] =>
  duplicates([...groupNames(config.by), ...keysOf(config.measures ?? {}, 'measures')]);

export const groupUses = (aggregation: Aggregation): readonly ColumnUse[] =>
  groupsOf(aggregation).flatMap(({ uses }) => uses);
