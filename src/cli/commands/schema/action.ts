import { jsonSchema } from '../../../app/schema.js';
import type { Action } from '../../command.js';

/** `millrace schema`. */
export const action: Action = async ({ wiring, terminal }) => {
  terminal.out(jsonSchema(wiring));
  return 0;
};
