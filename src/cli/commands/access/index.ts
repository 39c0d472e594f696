import { Argument, type Command, InvalidArgumentError, Option } from 'commander';
import type { CommandDefinition } from '../../command.js';
import { runDirOption } from '../../options.js';

const another = (value: string, before: readonly string[] = []): readonly string[] => [...before, value];

type Attributes = Readonly<Record<string, string>>;

const attribute = (text: string, known: Attributes = {}): Attributes => {
  const [, name, value] = /^([A-Za-z_]\w*)=(.*)$/su.exec(text) ?? [];
  if (name === undefined || value === undefined) throw new InvalidArgumentError('Write it as NAME=VALUE.');
  return { ...known, [name]: value };
};

/** What the rules do not say of who asks, or of what is asked about. */
const questionOptions = (command: Command): Command =>
  command
    .option('--role <role>', 'a role beside those that the rules give; may stand several times', another)
    .option('--group <group>', 'a group, as the identity provider tells it; may stand several times', another)
    .option('--attribute <name=value>', 'an attribute of who asks; may stand several times', attribute)
    .addOption(
      new Option('--method <method>', 'how it is known who asks').choices([
        'administrator',
        'token',
        'session',
        'command',
      ]),
    )
    .option('--address <address>', 'where the request comes from')
    .addOption(
      new Option('--class <class>', 'what the column holds; as the newest run found it unless given').choices(
        ['none', 'personal', 'sensitive'],
      ),
    )
    .option('--owner <owner>', "the pipeline's owner; as its document says unless given")
    .option('--tag <tag>', 'a tag of the pipeline; may stand several times', another);

export const access: CommandDefinition = {
  name: 'access',
  summary: 'Shows who may see and do what, and which policies say so.',
  configure: (command) =>
    runDirOption(
      questionOptions(
        command
          .addArgument(
            new Argument(
              '<task>',
              '"explain WHO ACTION WHAT" answers a question, "check" shows all that is wrong with the rules, "policies" prints the shipped ones',
            ).choices(['explain', 'check', 'policies']),
          )
          .argument(
            '[words...]',
            'who, an action, and what: service, orders, channel orders, orders/out, orders/out/email',
          ),
      ),
    )
      .option('--write <folder>', 'write the shipped policies into a folder, to change them')
      .option('--json', 'print JSON on standard output'),
  load: async () => (await import('./action.js')).action,
};
