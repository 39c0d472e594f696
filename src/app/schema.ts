import { contractSchema } from '../kit/index.js';
import { pipelineJsonSchema } from '../spec/index.js';
import type { Wiring } from './wiring.js';

/** The JSON Schema of pipeline documents, as the text of `schema/pipeline.schema.json`. */
export const jsonSchema = ({ registry }: Wiring): string =>
  `${JSON.stringify(pipelineJsonSchema(registry.kinds, contractSchema), null, 2)}\n`;
