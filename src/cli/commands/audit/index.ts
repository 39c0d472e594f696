import { Argument, Option } from 'commander';
import type { CommandDefinition } from '../../command.js';

const several = (file: string, before: readonly string[] = []): readonly string[] => [...before, file];

export const audit: CommandDefinition = {
  name: 'audit',
  summary: 'Verifies the audit trail of a project or a service, exports it, and proves single records.',
  configure: (command) =>
    command
      .addArgument(
        new Argument(
          '<what>',
          '"verify" holds the trail against its checkpoints, "export" prints records, "prove" prints one record with the proof that it is in the trail, or the proof that the trail goes on from a checkpoint',
        ).choices(['verify', 'export', 'prove']),
      )
      .argument(
        '[words...]',
        'for "prove", the number of the record or "since" and the file of a checkpoint; then the folder of the trail, if it is another',
      )
      .option(
        '--checkpoint <file>',
        'verify: a checkpoint that was kept elsewhere; may stand several times',
        several,
      )
      .option('--key <file>', 'verify: the verifier key that was kept, or the file that it is in')
      .option(
        '--proof <file>',
        'verify: a proof, which needs nothing but the key; that a trail goes on, with the one --checkpoint',
      )
      .option('--outputs', 'verify: hold published files against the newest record of each as well')
      .option('--since <time>', 'export: from then on, ISO 8601')
      .option('--until <time>', 'export: before then')
      .option('--actor <id>', 'export: what this one did, or what was done on their behalf')
      .option('--action <action>', 'export: one action, or several as "dataset.*"')
      .addOption(
        new Option('-f, --format <format>', 'export: form of the records')
          .choices(['ndjson', 'csv'])
          .default('ndjson'),
      )
      .option('--json', 'verify: print JSON on standard output'),
  load: async () => (await import('./action.js')).action,
};
