import { type Command, InvalidArgumentError } from 'commander';
import type { CommandDefinition } from '../../command.js';
import { insecureOption } from '../../service/connect.js';

const added = (text: string, before: readonly string[] = []): readonly string[] => [...before, text];

const days = (text: string): number => {
  const value = Number(/^(\d{1,3})d?$/.exec(text)?.[1]);
  if (!(value >= 1 && value <= 365)) throw new InvalidArgumentError('Give 1 to 365 days, for example 30d.');
  return value;
};

const creating = (command: Command): Command =>
  command
    .option('--name <name>', 'what it is for')
    .option('--expires <days>', 'days that it lasts, as 30d; 90d unless given', days)
    .option('--action <action>', 'let it do only this, such as run.start; may stand several times', added)
    .option('--pipeline <name>', 'let it do that with this pipeline only; may stand several times', added)
    .option('--owner <person>', 'make it for another person, as an administrator');

export const token: CommandDefinition = {
  name: 'token',
  summary: 'Makes, lists and revokes tokens of a service; each is shown once.',
  configure: (command) =>
    insecureOption(
      creating(
        command
          .argument('<what>', '"create", "list" or "revoke"')
          .argument('[id]', 'the token to revoke, as "list" shows it')
          .option('--server <url>', 'the service'),
      )
        .option('--all', 'list those of everybody, as an administrator')
        .option('--json', 'print JSON on standard output'),
    ),
  load: async () => (await import('./action.js')).action,
};
