import { listTypes, typeReference } from '../../../app/types.js';
import type { Action } from '../../command.js';
import { table } from '../../format.js';

/** `millrace types [TYPE]`. */
export const action: Action = async ({ wiring, terminal }, [name], options) => {
  const asJson = options['json'] === true;
  if (name !== undefined) {
    const { markdown, value } = typeReference(wiring, name);
    terminal.out(asJson ? `${JSON.stringify(value, null, 2)}\n` : markdown);
    return 0;
  }
  const all = listTypes(wiring);
  const rows = all.map(({ name: type, valueType, class: of, summary }) => [type, valueType, of, summary]);
  terminal.out(asJson ? `${JSON.stringify(all, null, 2)}\n` : `${table(rows)}\n`);
  return 0;
};
