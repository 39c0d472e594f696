import { kindReference, listKinds } from '../../../app/reference.js';
import type { Action } from '../../command.js';
import { table } from '../../format.js';

/** `millrace nodes [KIND]`. */
export const action: Action = async ({ wiring, terminal }, [name], options) => {
  const asJson = options['json'] === true;
  if (name !== undefined) {
    const { markdown, value } = kindReference(wiring, name);
    terminal.out(asJson ? `${JSON.stringify(value, null, 2)}\n` : markdown);
    return 0;
  }
  const kinds = listKinds(wiring);
  terminal.out(
    asJson
      ? `${JSON.stringify(kinds, null, 2)}\n`
      : `${table(kinds.map(({ kind, family, summary }) => [kind, family, summary]))}\n`,
  );
  return 0;
};
