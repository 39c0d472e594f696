import { type ColumnUse, findColumn, type Input, type Lineage, type Schema } from '../../kit/index.js';
import { leavesOf } from './leaves.js';

const ofInput = ({ alias, schema }: Input): readonly ColumnUse[] =>
  schema.map(({ name }) => ({ input: alias, column: name }));

/** Every input column that a config names; a whole query counts as naming them all. */
export const namedColumns = (config: unknown, inputs: readonly Input[]): readonly ColumnUse[] =>
  leavesOf(config).flatMap(({ leaf }) => {
    switch (leaf.kind) {
      case 'expression':
        return leaf.binding?.columns ?? [];
      case 'query':
        return inputs.flatMap(ofInput);
      case 'column': {
        const input = inputs.find(({ alias }) => alias === leaf.input) ?? inputs[0];
        const column = input && findColumn(input.schema, leaf.name);
        return input && column ? [{ input: input.alias, column: column.name }] : [];
      }
      default:
        return [];
    }
  });

/** Lineage where a kind declares none: columns keep their names; a new one may come from any column named. */
export const defaultLineage = (config: unknown, inputs: readonly Input[], schema: Schema): Lineage => {
  const named = namedColumns(config, inputs);
  const kept = (name: string): readonly ColumnUse[] =>
    inputs.flatMap(({ alias, schema: columns }) => {
      const column = findColumn(columns, name);
      return column ? [{ input: alias, column: column.name }] : [];
    });
  const columns = schema.map(({ name }) => {
    const same = kept(name);
    return [name, same.length > 0 ? same : named] as const;
  });
  return { columns: Object.fromEntries(columns), rows: named };
};
