import { type JsonSchema, toJsonSchema } from '../schema/convert.js';
import { projectSchema } from './schema.js';

/** The JSON Schema (draft 2020-12) of the project file, for editors. */
export const projectJsonSchema = (): JsonSchema => {
  const { $schema: _, ...schema } = toJsonSchema(projectSchema);
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Millrace project',
    ...schema,
  };
};
