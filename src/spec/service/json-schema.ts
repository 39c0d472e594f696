import { type JsonSchema, toJsonSchema } from '../schema/convert.js';
import { serviceSchema } from './schema.js';

/** The JSON Schema (draft 2020-12) of the service's configuration, for editors. */
export const serviceJsonSchema = (): JsonSchema => ({
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'Configuration of millrace serve',
  ...toJsonSchema(serviceSchema),
});
