import * as z from 'zod';
import { SOURCE_TEXT } from '../names.js';

/** A JSON Schema, draft 2020-12. */
export type JsonSchema = { readonly [keyword: string]: unknown };

/** Text that is taken as it is written may be written as a number or a boolean. */
const asSourceText = (schema: Record<string, unknown>): void => {
  if (schema['millrace'] !== SOURCE_TEXT.millrace) return;
  delete schema['millrace'];
  if (schema['type'] === 'string') schema['type'] = ['string', 'number', 'boolean'];
};

/** The JSON Schema of what a Zod schema takes. */
export const toJsonSchema = (schema: z.ZodType): JsonSchema =>
  z.toJSONSchema(schema, {
    target: 'draft-2020-12',
    io: 'input',
    unrepresentable: 'any',
    override: ({ jsonSchema }) => asSourceText(jsonSchema as Record<string, unknown>),
  }) as JsonSchema;

const isSchema = (value: unknown): value is JsonSchema =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The schema under keywords; empty where there is none. */
export const schemaAt = (schema: JsonSchema, ...keywords: readonly string[]): JsonSchema => {
  const found = keywords.reduce<unknown>((at, keyword) => (isSchema(at) ? at[keyword] : undefined), schema);
  return isSchema(found) ? found : {};
};

/** A schema with the one under some keywords replaced. */
export const replaced = (
  schema: JsonSchema,
  [keyword, ...rest]: readonly string[],
  by: (schema: JsonSchema) => JsonSchema,
): JsonSchema =>
  keyword === undefined
    ? by(schema)
    : { ...schema, [keyword]: replaced(schemaAt(schema, keyword), rest, by) };
