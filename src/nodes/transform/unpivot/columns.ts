import {
  type Column,
  type ColumnRef,
  type ColumnUse,
  columnNames,
  type Finding,
  findColumn,
  type Input,
  identifier,
  joined,
  type Lineage,
  literal,
  type Sql,
  sql,
} from '../../../kit/index.js';
import { kept, lineageOf, nameIn, type OutputColumn, selectList } from '../../shared/columns.js';
import { duplicates } from '../../shared/findings.js';
import { typeSql, widenedAll } from '../../shared/types.js';

export interface Unpivoting {
  readonly config: {
    readonly columns: readonly ColumnRef[];
    readonly name: string;
    readonly value: string;
    readonly nulls: 'keep' | 'drop';
  };
  readonly input: Input;
}

const turned = ({ config, input }: Unpivoting): readonly Column[] =>
  config.columns.flatMap(({ name }) => findColumn(input.schema, name) ?? []);

/** The columns that stay columns. */
export const keptColumns = ({ config, input }: Unpivoting): readonly OutputColumn[] => {
  const gone = new Set(config.columns.map(({ name }) => nameIn(input, name)));
  return columnNames(input.schema).flatMap((name) => (gone.has(name) ? [] : [kept(input, name)]));
};

const typeOf = (unpivoting: Unpivoting): string | undefined =>
  widenedAll(turned(unpivoting).map(({ type }) => type));

const valuesOf = (unpivoting: Unpivoting): Sql => {
  const type = typeSql(typeOf(unpivoting) ?? 'VARCHAR');
  return joined(turned(unpivoting).map(({ name }) => sql`cast(${identifier(name)} as ${type})`));
};

/** Both lists are as long as there are columns, so that names and values come out side by side. */
const madeColumns = (unpivoting: Unpivoting): readonly OutputColumn[] => {
  const { config, input } = unpivoting;
  const names = turned(unpivoting).map(({ name }) => name);
  const uses: readonly ColumnUse[] = names.map((column) => ({ input: input.alias, column }));
  return [
    { name: config.name, value: sql`unnest(${literal(names)})`, uses: [] },
    { name: config.value, value: sql`unnest([${valuesOf(unpivoting)}])`, uses },
  ];
};

const outputsOf = (unpivoting: Unpivoting): readonly OutputColumn[] => [
  ...keptColumns(unpivoting),
  ...madeColumns(unpivoting),
];

export const unpivoted = (unpivoting: Unpivoting): Sql => {
  const { config, input } = unpivoting;
  const rows = sql`select ${selectList(outputsOf(unpivoting))} from ${input}`;
  const present = sql`where ${identifier(config.value)} is not null`;
  return config.nulls === 'keep' ? rows : sql`select * from (${rows}) ${present}`;
};

export const lineageIn = (unpivoting: Unpivoting): Lineage => ({
  columns: lineageOf(outputsOf(unpivoting)),
  rows: madeColumns(unpivoting).flatMap(({ uses }) => uses),
});

const wrongTypes = (unpivoting: Unpivoting): readonly Finding[] => {
  if (typeOf(unpivoting) !== undefined) return [];
  const notes = turned(unpivoting).map(({ name, type }) => `"${name}" is ${type}`);
  const message = 'the columns have types that do not go together';
  return [{ code: 'MR2113', message, path: ['columns'], notes }];
};

/** Columns named twice, new names that are taken, and types that do not go together. */
export const faultsIn = (unpivoting: Unpivoting): readonly Finding[] => {
  const { config } = unpivoting;
  const taken = keptColumns(unpivoting).map(({ name }) => ({ name, path: ['columns'] }));
  return [
    ...duplicates(config.columns.map(({ name }, index) => ({ name, path: ['columns', index] }))),
    ...duplicates([...taken, { name: config.name, path: ['name'] }, { name: config.value, path: ['value'] }]),
    ...wrongTypes(unpivoting),
  ];
};
