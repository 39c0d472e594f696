import type * as z from 'zod';
import type { Path } from './parsed.js';

/** Any Zod schema. */
export type Schema = z.core.$ZodType;

/** What a schema was made from. */
export const definitionOf = (schema: Schema): z.core.$ZodTypes['_zod']['def'] =>
  (schema as z.core.$ZodTypes)._zod.def;

/** The schema inside one that only adds to it (optional, default, lazy, pipe …), or undefined. */
export const innerOf = (schema: Schema): Schema | undefined => {
  const definition = definitionOf(schema);
  // A lazy schema keeps what its getter gave; the getter itself would make a new one each time.
  if (definition.type === 'lazy') return (schema as z.core.$ZodLazy)._zod.innerType;
  if (definition.type === 'pipe') {
    return definitionOf(definition.in).type === 'transform' ? definition.out : definition.in;
  }
  return 'innerType' in definition ? definition.innerType : undefined;
};

/** The schema without what only adds to it. */
export const bare = (schema: Schema): Schema => {
  const inner = innerOf(schema);
  return inner === undefined ? schema : bare(inner);
};

const options = (schema: Schema): readonly Schema[] => {
  const inside = bare(schema);
  const definition = definitionOf(inside);
  if (definition.type === 'union') return definition.options.flatMap(options);
  if (definition.type === 'intersection') return [definition.left, definition.right].flatMap(options);
  return [inside];
};

const stepInto = (schema: Schema, step: string | number): readonly Schema[] => {
  const definition = definitionOf(schema);
  if (definition.type === 'object') {
    const inside = definition.shape[String(step)] ?? definition.catchall;
    return inside ? options(inside) : [];
  }
  if (definition.type === 'record') return options(definition.valueType);
  return definition.type === 'array' ? options(definition.element) : [];
};

/** The schemas that there may be at a path under one. */
export const schemasAt = (schema: Schema, path: Path): readonly Schema[] =>
  path.reduce<readonly Schema[]>(
    (schemas, step) => schemas.flatMap((each) => stepInto(each, step)),
    options(schema),
  );

/** The keys that a schema knows for the mapping at a path under it. */
export const keysAt = (schema: Schema, path: Path): readonly string[] => {
  const keys = schemasAt(schema, path).flatMap((each) => {
    const definition = definitionOf(each);
    return definition.type === 'object' ? Object.keys(definition.shape) : [];
  });
  return [...new Set(keys)];
};
