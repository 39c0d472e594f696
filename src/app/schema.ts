import { contractSchema } from '../kit/index.js';
import { pipelineJsonSchema, projectJsonSchema } from '../spec/index.js';
import { serviceJsonSchema } from '../spec/service/index.js';
import type { Wiring } from './wiring.js';

/** The JSON Schema of pipeline documents, as the text of `schema/pipeline.schema.json`. */
export const jsonSchema = ({ registry }: Wiring): string =>
  `${JSON.stringify(pipelineJsonSchema(registry.kinds, contractSchema), null, 2)}\n`;

/** The JSON Schema of the service's configuration, as the text of `schema/serve.schema.json`. */
export const serviceSchemaText = (): string => `${JSON.stringify(serviceJsonSchema(), null, 2)}\n`;

/** The JSON Schema of project files, as the text of `schema/project.schema.json`. */
export const projectSchema = (): string => `${JSON.stringify(projectJsonSchema(), null, 2)}\n`;
