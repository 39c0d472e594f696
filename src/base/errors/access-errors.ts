import type { CatalogueEntry } from './entry.js';

/** MR86xx: who may do what. */
export const accessErrors = {
  MR8601: {
    fault: 'user',
    title: 'not allowed',
    mend: 'Ask for the right: an administrator can see with `millrace access explain` which policy is missing.',
  },
  MR8602: {
    fault: 'user',
    title: 'policies cannot be read',
    mend: 'Write them in Cedar: `permit (principal in Millrace::Role::"viewer", action == Millrace::Action::"dataset.read", resource);`.',
  },
  MR8603: {
    fault: 'user',
    title: 'policy speaks of what there is not',
    mend: 'Use the actions, types and attributes of the schema: `millrace access policies` shows it, with the shipped policies.',
  },
  MR8604: {
    fault: 'user',
    title: 'two policies have one id',
    mend: 'Give each an `@id` of its own; where a shipped policy is to be replaced, say `shipped: false` and keep the other shipped ones as files (`millrace access policies --write FOLDER`).',
  },
  MR8605: {
    fault: 'user',
    title: 'annotation that cannot be',
    mend: 'Use `@id("…")`, `@mask("mask" | "hash" | "null" | "absent")` with permits of `column.masked`, `@rows("…")` with permits of `dataset.read` and `quarantine.read`, `@description("…")` with any.',
  },
  MR8606: {
    fault: 'user',
    title: 'filter of rows that is not well formed',
    mend: 'Write one SQL condition over columns of the dataset, with attributes of who asks as `$name`: `@rows("country = $country")`.',
  },
  MR8607: {
    fault: 'user',
    title: 'no file of policies',
    mend: 'Name files, or files of a folder with `*` in their names, in the folder of the project file or below: `policies: access/*.cedar`.',
  },
  MR8608: {
    fault: 'user',
    title: 'rule without effect',
    mend: 'Correct it or take it away; `millrace access explain WHO ACTION WHAT` shows what holds.',
  },
  MR8609: {
    fault: 'user',
    title: 'policy failed while it was evaluated',
    mend: 'Mend the policy. Until then it permits nothing, and what it would forbid is refused.',
  },
  MR8610: {
    fault: 'user',
    title: 'question that access rules have no answer to',
    mend: 'Ask as `millrace access explain alice@example.com dataset.read orders/out`: who, an action, and `service`, a pipeline, `channel NAME`, a dataset or a column of one.',
  },
  MR8611: {
    fault: 'user',
    title: 'class of the column is not known',
    mend: 'Say it with `--class none`, `--class personal` or `--class sensitive`, or run the pipeline, so that its record tells it; the runs of a service are found with `--run-dir .millrace/serve/runs`.',
  },
  MR8612: {
    fault: 'user',
    title: 'access rules cannot be used',
    mend: 'Mend what `millrace access check` shows. Until then nobody may do anything but the administrator, who may explain access and manage the service.',
  },
  MR8613: {
    fault: 'user',
    title: 'policies cannot be written there',
    mend: 'Name another folder, or move the file away: nothing is written over.',
  },
  MR8614: {
    fault: 'user',
    title: 'policies of another user',
    mend: 'Have the file owned by whoever owns the project file.',
  },
} as const satisfies Record<string, CatalogueEntry>;
