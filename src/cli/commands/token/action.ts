import { nearest } from '../../../base/diagnostics/suggest.js';
import { exitCodes, failure } from '../../../base/errors/index.js';
import type { MillraceClient } from '../../../client/index.js';
import { type AccessAction, accessActions } from '../../../kit/index.js';
import type { Action, CommandContext } from '../../command.js';
import { table } from '../../format.js';
import { asking, connect } from '../../service/connect.js';
import { serverOf } from '../../service/server-option.js';

type Options = Readonly<Record<string, unknown>>;
type Work = (
  context: CommandContext,
  client: MillraceClient,
  options: Options,
  id: string | undefined,
) => Promise<void>;

const DAY = 86_400_000;

const refuseUnknown = (actions: readonly string[]): void => {
  const wrong = actions.find((action) => !accessActions.some((known) => known === action));
  if (wrong === undefined) return;
  const near = nearest(wrong, accessActions);
  throw failure('MR6004', `there is no action "${wrong}"`, {
    ...(near === undefined ? {} : { label: `did you mean "${near}"?` }),
    notes: [`actions: ${accessActions.join(', ')}`],
    mend: 'Name one of these; `--action` may stand several times.',
  });
};

const scopeOf = ({ action, pipeline }: Options) => {
  refuseUnknown((action as readonly string[] | undefined) ?? []);
  const [actions, pipelines] = [action as AccessAction[] | undefined, pipeline as string[] | undefined];
  if (!actions && !pipelines) return {};
  return { scope: { ...(actions && { actions }), ...(pipelines && { pipelines }) } };
};

const expiryOf = ({ expires }: Options, now: Date) =>
  typeof expires === 'number' ? { expiresAt: new Date(now.getTime() + expires * DAY).toISOString() } : {};

const create: Work = async ({ wiring, terminal }, client, options) => {
  const { name, owner } = options;
  if (typeof name !== 'string' || name === '')
    throw failure('MR6003', 'the option --name is missing', {
      mend: 'Say what the token is for: `--name nightly-export`.',
    });
  const body = {
    name,
    ...scopeOf(options),
    ...expiryOf(options, wiring.clock.now()),
    ...(typeof owner === 'string' ? { owner } : {}),
  };
  const made = await client.post('/v1/tokens', { body });
  if (options['json'] === true) return terminal.out(`${JSON.stringify(made, null, 2)}\n`);
  terminal.err(
    `token ${made.id} of ${made.owner}, until ${made.expiresAt.slice(0, 10)}; it is shown this once:\n`,
  );
  terminal.out(`${made.token}\n`);
};

const when = (time: string | undefined): string => time?.slice(0, 16).replace('T', ' ') ?? '';

const may = (
  scope: { readonly actions?: readonly string[]; readonly pipelines?: readonly string[] } = {},
): string =>
  [scope.actions?.join(' ') ?? 'all', ...(scope.pipelines ? [`of ${scope.pipelines.join(' ')}`] : [])].join(
    ' ',
  );

const list: Work = async ({ terminal }, client, options) => {
  const query = options['all'] === true ? { all: 'true' as const } : {};
  const { tokens } = await client.get('/v1/tokens', { params: { query } });
  if (options['json'] === true) return terminal.out(`${JSON.stringify(tokens, null, 2)}\n`);
  if (tokens.length === 0)
    return terminal.err('No tokens yet. Make one with: millrace token create --name NAME\n');
  const rows = tokens.map((each) => [
    each.id,
    each.name,
    each.owner,
    may(each.scope),
    each.revokedAt === undefined ? when(each.expiresAt) : 'revoked',
    when(each.usedAt) || 'never',
  ]);
  terminal.out(`${table([['token', 'name', 'owner', 'may', 'until (UTC)', 'last used (UTC)'], ...rows])}\n`);
};

const revoke: Work = async ({ terminal }, client, _, id) => {
  if (id === undefined)
    throw failure('MR6003', 'the argument <id> is missing', { mend: 'See `millrace token list`.' });
  await client.delete('/v1/tokens/{id}', { params: { path: { id } } });
  terminal.err(`token ${id} is revoked: its next request is refused\n`);
};

const works: Readonly<Record<string, Work>> = { create, list, revoke };

const workOf = (what: string): Work => {
  const work = Object.hasOwn(works, what) ? works[what] : undefined;
  if (work) return work;
  const near = nearest(what, Object.keys(works));
  throw failure('MR6003', `"${what}" is nothing to do with tokens`, {
    ...(near === undefined ? {} : { label: `did you mean "${near}"?` }),
    mend: 'Say `create`, `list` or `revoke`.',
  });
};

/** `millrace token create | list | revoke ID --server URL`. */
export const action: Action = async (context, [what = '', id], options) => {
  const work = workOf(what);
  const client = await connect(context, serverOf(options, 'token'), options);
  await asking(client.url, () => work(context, client, options, id));
  return exitCodes.done;
};
