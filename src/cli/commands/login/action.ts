import { text as textOf } from 'node:stream/consumers';
import { exitCodes, failure } from '../../../base/errors/index.js';
import { credentialsOf } from '../../../client/credentials/index.js';
import { identifyService } from '../../../client/fetch-service.js';
import { createClient } from '../../../client/index.js';
import { serviceUrl } from '../../../client/service-url.js';
import type { Action, CommandContext } from '../../command.js';
import { table } from '../../format.js';
import { asking } from '../../service/connect.js';
import { askHidden } from '../../service/hidden.js';

const list = async ({ wiring, terminal }: CommandContext, asJson: boolean): Promise<void> => {
  const kept = await credentialsOf(wiring.environment).list();
  if (asJson) return terminal.out(`${JSON.stringify(kept, null, 2)}\n`);
  if (kept.length === 0) return terminal.err('No tokens are kept. Log in with: millrace login URL\n');
  const rows = kept.map(({ url, since }) => [url, since.slice(0, 19).replace('T', ' ')]);
  terminal.out(`${table([['service', 'since (UTC)'], ...rows])}\n`);
};

const piped = async ({ input }: CommandContext['terminal']): Promise<string> =>
  input ? (await textOf(input())).trim() : '';

/** The token, from where it was said to come, or where it can come from. */
const givenToken = async ({ wiring, terminal }: CommandContext, isPiped: boolean): Promise<string> => {
  if (isPiped) return piped(terminal);
  const set = wiring.environment['MILLRACE_TOKEN'];
  if (set) return set;
  const conversation = terminal.conversation?.();
  if (!conversation) throw failure('MR8509', 'there is no terminal to ask for the token');
  return (await askHidden(conversation, 'Token (not shown): ')).trim();
};

const login = async (
  context: CommandContext,
  written: string,
  options: Readonly<Record<string, unknown>>,
): Promise<void> => {
  const { wiring, terminal } = context;
  const isInsecure = options['insecure'] === true;
  const url = serviceUrl(written, isInsecure);
  await identifyService(url);
  const token = await givenToken(context, options['tokenStdin'] === true);
  const client = createClient({ url, token, isInsecure });
  await asking(url, () => client.get('/v1/me'));
  const credentials = credentialsOf(wiring.environment);
  await credentials.keep(url, token, wiring.clock.now().toISOString());
  terminal.err(`logged in at ${url}; the token is kept in ${credentials.file}\n`);
};

/** `millrace login URL`. */
export const action: Action = async (context, [url], options) => {
  if (options['list'] === true) await list(context, options['json'] === true);
  else if (url === undefined)
    throw failure('MR6003', 'the argument <url> is missing', { mend: 'See `millrace login --help`.' });
  else await login(context, url, options);
  return exitCodes.done;
};
