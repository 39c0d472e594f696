import {
  type Column,
  type ColumnUse,
  type Finding,
  findColumn,
  type Input,
  identifier,
  keyword,
  quoted,
  sql,
} from '../../../kit/index.js';
import type { OutputColumn } from '../../shared/columns.js';
import { typeSql, widenedAll } from '../../shared/types.js';

export interface Union {
  readonly config: { readonly by: 'name' | 'position'; readonly missing: 'error' | null };
  readonly inputs: readonly Input[];
}

/** One column of the output: for each input the column it comes from, or nothing. */
interface Slot {
  readonly name: string;
  readonly members: readonly (Column | undefined)[];
}

const byPosition = (inputs: readonly Input[]): readonly Slot[] =>
  (inputs[0]?.schema ?? []).map(({ name }, index) => ({
    name,
    members: inputs.map(({ schema }) => schema[index]),
  }));

/** Columns in the order in which they first stand. */
const byName = (inputs: readonly Input[]): readonly Slot[] => {
  const names = new Map<string, string>();
  for (const { name } of inputs.flatMap(({ schema }) => schema)) {
    if (!names.has(name.toLowerCase())) names.set(name.toLowerCase(), name);
  }
  return [...names.values()].map((name) => ({
    name,
    members: inputs.map(({ schema }) => findColumn(schema, name)),
  }));
};

const slotsOf = ({ config, inputs }: Union): readonly Slot[] =>
  config.by === 'name' ? byName(inputs) : byPosition(inputs);

const typeOf = ({ members }: Slot): string | undefined =>
  widenedAll(members.flatMap((column) => (column ? [column.type] : [])));

const wrongTypes = (slot: Slot, inputs: readonly Input[]): readonly Finding[] => {
  if (typeOf(slot)) return [];
  const types = slot.members.flatMap((column, index) =>
    column ? [`"${inputs[index]?.alias}" has ${column.type}`] : [],
  );
  return [
    { code: 'MR2113', message: `column "${slot.name}" has types that do not go together`, notes: types },
  ];
};

const missing = (slot: Slot, inputs: readonly Input[]): readonly Finding[] => {
  const without = inputs.filter((_, index) => !slot.members[index]).map(({ alias }) => `"${alias}"`);
  if (without.length === 0) return [];
  const message = `column "${slot.name}" is missing in ${without.join(', ')}`;
  return [{ code: 'MR2113', message, notes: ['`missing: null` fills it with null'] }];
};

const wrongWidths = (inputs: readonly Input[]): readonly Finding[] => {
  if (new Set(inputs.map(({ schema }) => schema.length)).size <= 1) return [];
  const widths = inputs.map(({ alias, schema }) => `"${alias}" has ${schema.length}`);
  return [{ code: 'MR2113', message: 'the inputs do not have the same number of columns', notes: widths }];
};

/** Columns that are missing and types that do not go together, by column with the inputs. */
export const faultsIn = (union: Union): readonly Finding[] => {
  const { config, inputs } = union;
  const widths = config.by === 'position' ? wrongWidths(inputs) : [];
  if (widths.length > 0) return widths;
  return slotsOf(union).flatMap((slot) => [
    ...(config.by === 'name' && config.missing === 'error' ? missing(slot, inputs) : []),
    ...wrongTypes(slot, inputs),
  ]);
};

/** A column of the output as one input gives it: cast where its type is not that of the output. */
const outputOf = (slot: Slot, input: Input, index: number): OutputColumn => {
  const column = slot.members[index];
  const type = typeOf(slot) ?? column?.type ?? 'VARCHAR';
  const value = column ? identifier(column.name) : keyword('null');
  return {
    name: slot.name,
    value: column?.type === type ? value : sql`cast(${value} as ${typeSql(type)})`,
    uses: column ? [{ input: input.alias, column: column.name }] : [],
  };
};

/** For each input, the columns of the output as it gives them. */
export const outputsOf = (union: Union): readonly (readonly OutputColumn[])[] => {
  const slots = slotsOf(union);
  return union.inputs.map((input, index) => slots.map((slot) => outputOf(slot, input, index)));
};

/** For each output column, the columns it is made of. */
export const usesOf = (union: Union): Readonly<Record<string, readonly ColumnUse[]>> => {
  const outputs = outputsOf(union).flat();
  const names = [...new Set(outputs.map(({ name }) => name))];
  return Object.fromEntries(
    names.map((name) => [name, outputs.filter((output) => output.name === name).flatMap(({ uses }) => uses)]),
  );
};

/** The columns that an input gives as it has them; by those that are cast it is not narrowed. */
export const sameTypes = (
  outputs: readonly OutputColumn[],
  alias: string,
): Readonly<Record<string, ColumnUse>> =>
  Object.fromEntries(
    outputs.flatMap(({ name, value, uses: [use] }) =>
      use?.input === alias && value.text === quoted(use.column) ? [[name, use]] : [],
    ),
  );
