import { type Column, type ColumnRef, findColumn, type Input } from '../../../kit/index.js';
import { elementType, isMap, structFields } from '../../shared/nested.js';

export interface Unnesting {
  readonly config: {
    readonly column: ColumnRef;
    readonly as?: string | undefined;
    readonly fields: boolean;
    readonly position?: string | undefined;
    readonly empty: 'keep' | 'drop';
  };
  readonly input: Input;
}

/** What the column holds: several elements, or one object. */
export interface Shape {
  readonly column: Column;
  readonly form: 'list' | 'map' | 'object';
  /** Names of the fields of an element, or of the object; undefined where it has none. */
  readonly fields: readonly string[] | undefined;
}

/** The form of the column; undefined where it is neither list nor map nor object. */
export const shapeOf = ({ config, input }: Unnesting): Shape | undefined => {
  const column = findColumn(input.schema, config.column.name);
  if (!column) return undefined;
  if (isMap(column.type)) return { column, form: 'map', fields: ['key', 'value'] };
  const element = elementType(column.type);
  if (element !== undefined) return { column, form: 'list', fields: structFields(element) };
  const fields = structFields(column.type);
  return fields ? { column, form: 'object', fields } : undefined;
};
