import { type JsonSchema, replaced, schemaAt } from './convert.js';

const SUBSTITUTION: JsonSchema = {
  type: 'string',
  pattern: String.raw`\$\{env:[^{}]+\}`,
  description: 'A value with `$' + '{env:NAME}` in it.',
};

const takesAnyText = (schema: JsonSchema): boolean =>
  schema['type'] === 'string' && schema['pattern'] === undefined && schema['enum'] === undefined;

const orSubstitution = (schema: JsonSchema): JsonSchema => {
  if (schema['type'] === 'object' || takesAnyText(schema)) return schema;
  const { description, ...rest } = schema;
  return { ...(description !== undefined && { description }), anyOf: [rest, SUBSTITUTION] };
};

/** Lets the scalars of `resources` be given by the environment, whatever their own form is. */
export const allowSubstitution = (document: JsonSchema): JsonSchema =>
  replaced(document, ['properties', 'resources', 'properties'], (properties) =>
    Object.fromEntries(
      Object.keys(properties).map((key) => [key, orSubstitution(schemaAt(properties, key))]),
    ),
  );
