import { text as textOf } from 'node:stream/consumers';
import { exitCodes, failure } from '../../../base/errors/index.js';
import type { Action, CommandContext } from '../../command.js';
import { asking, connect } from '../../service/connect.js';
import { askHidden } from '../../service/hidden.js';
import { serverOf } from '../../service/server-option.js';

interface Given {
  readonly password: string;
  readonly current?: string;
}

/** Lines as they are: spaces at their ends belong to a password. */
const piped = async ({ input }: CommandContext['terminal'], needsCurrent: boolean): Promise<Given> => {
  const [password = '', current] = (input ? await textOf(input()) : '').split(/\r?\n/);
  return { password, ...(needsCurrent && current !== undefined ? { current } : {}) };
};

const typed = async ({ conversation }: CommandContext['terminal'], needsCurrent: boolean): Promise<Given> => {
  const place = conversation?.();
  if (!place) throw failure('MR8723', 'there is no terminal to ask for the password');
  const ask = (question: string): Promise<string> =>
    askHidden(place, `${question} (not shown): `, 'password');
  const current = needsCurrent ? await ask('Current password') : undefined;
  const password = await ask('New password, at least 15 characters');
  if ((await ask('The new one again')) !== password)
    throw failure('MR8723', 'the two are not the same', { mend: 'Run it again, and type the same twice.' });
  return { password, ...(current === undefined ? {} : { current }) };
};

/** `millrace password PERSON --server URL`. */
export const action: Action = async (context, [person = ''], options) => {
  const { terminal } = context;
  const client = await connect(context, serverOf(options, 'password'), options);
  await asking(client.url, async () => {
    const me = await client.get('/v1/me');
    // With the token of the first start one comes back in without it.
    const needsCurrent =
      me.id === person.normalize('NFKC').toLowerCase() && me.authentication.method !== 'administrator';
    const given = await (options['passwordStdin'] === true ? piped : typed)(terminal, needsCurrent);
    if (given.password === '') throw failure('MR8723', 'the password is empty');
    const path = { id: person };
    const { id } = await client.put('/v1/people/{id}/password', { params: { path }, body: given });
    terminal.err(`${id} has a new password; other sessions of theirs have ended\n`);
  });
  return exitCodes.done;
};
