import { jsonSchema, projectSchema } from '../../../app/schema.js';
import type { Action } from '../../command.js';

/** `millrace schema`. */
export const action: Action = async ({ wiring, terminal }, _words, options) => {
  terminal.out(options['project'] === true ? projectSchema() : jsonSchema(wiring));
  return 0;
};
