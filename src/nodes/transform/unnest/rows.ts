import { identifier, keyword, literal, type Sql, sql } from '../../../kit/index.js';
import { kept, type OutputColumn, selectList } from '../../shared/columns.js';
import { type Shape, shapeOf, type Unnesting } from './shape.js';

const elementName = ({ config }: Unnesting, { column }: Shape): string => config.as ?? column.name;

/** The elements as a list; where a row without any is to stay, one null. */
const listOf = ({ config, input }: Unnesting, { column, form }: Shape, elements: (list: Sql) => Sql): Sql => {
  const value = sql`${identifier(input.alias)}.${identifier(column.name)}`;
  const list = form === 'map' ? sql`map_entries(${value})` : value;
  if (config.empty === 'drop') return elements(list);
  return sql`case when coalesce(len(${list}), 0) = 0 then [null] else ${elements(list)} end`;
};

/** A fixed array and a list have no type in common, so an array is made a list. */
const asList = (list: Sql): Sql => sql`list_concat(${list}, [])`;

const positions = (list: Sql): Sql => sql`range(1, coalesce(len(${list}), 0) + 1)`;

const used = ({ input }: Unnesting, { column }: Shape) => [{ input: input.alias, column: column.name }];

const elementColumn = (unnesting: Unnesting, shape: Shape): OutputColumn => ({
  name: elementName(unnesting, shape),
  value: sql`unnest(${listOf(unnesting, shape, asList)})`,
  uses: used(unnesting, shape),
});

const positionColumn = (unnesting: Unnesting, shape: Shape): readonly OutputColumn[] => {
  const { position } = unnesting.config;
  if (position === undefined) return [];
  const value = sql`unnest(${listOf(unnesting, shape, positions)})`;
  return [{ name: position, value, uses: used(unnesting, shape) }];
};

/** The column itself where it is an object, else its elements. */
const valueColumn = (unnesting: Unnesting, shape: Shape): OutputColumn =>
  shape.form === 'object' ? kept(unnesting.input, shape.column.name) : elementColumn(unnesting, shape);

const fieldColumns = (unnesting: Unnesting, shape: Shape): readonly OutputColumn[] =>
  (shape.fields ?? []).map((field) => ({
    name: field,
    value: sql`struct_extract(${identifier(elementName(unnesting, shape))}, ${literal(field)})`,
    uses: used(unnesting, shape),
  }));

const around = (
  unnesting: Unnesting,
  shape: Shape,
  middle: readonly OutputColumn[],
): readonly OutputColumn[] => {
  const { input } = unnesting;
  const others = input.schema.flatMap(({ name }) =>
    name === shape.column.name ? middle : [kept(input, name)],
  );
  return shape.form === 'object' ? others : [...others, ...positionColumn(unnesting, shape)];
};

const rowsOf = (unnesting: Unnesting, shape: Shape): readonly OutputColumn[] =>
  around(unnesting, shape, [valueColumn(unnesting, shape)]);

/** The columns that the node gives. */
export const outputsOf = (unnesting: Unnesting): readonly OutputColumn[] => {
  const shape = shapeOf(unnesting);
  if (!shape) return [];
  return unnesting.config.fields
    ? around(unnesting, shape, fieldColumns(unnesting, shape))
    : rowsOf(unnesting, shape);
};

const sameName = ({ name }: OutputColumn): OutputColumn => ({ name, value: identifier(name), uses: [] });

/** Rows first; fields are taken out of the elements in a step of its own. */
export const unnested = (unnesting: Unnesting): Sql => {
  const shape = shapeOf(unnesting);
  if (!shape) return keyword('select null');
  const rows = sql`select ${selectList(rowsOf(unnesting, shape))} from ${unnesting.input}`;
  if (!unnesting.config.fields) return rows;
  const fields = fieldColumns(unnesting, shape);
  const columns = outputsOf(unnesting).map(
    (column) => fields.find(({ name }) => name === column.name) ?? sameName(column),
  );
  return sql`select ${selectList(columns)} from (${rows})`;
};
