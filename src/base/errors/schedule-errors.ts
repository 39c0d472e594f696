import type { CatalogueEntry } from './entry.js';

/** MR73xx: when pipelines run, and runs over partitions of time. */
export const scheduleErrors = {
  MR7301: {
    fault: 'user',
    title: 'not a cron expression',
    mend: 'Write five fields: minute, hour, day of month, month, day of week; for example `30 6 * * MON-FRI`.',
  },
  MR7302: {
    fault: 'user',
    title: 'unknown time zone',
    mend: 'Use a name of the IANA database, for example Europe/Berlin or UTC.',
  },
  MR7303: {
    fault: 'user',
    title: 'cron expression that never comes',
    mend: 'Name a day that the months named have.',
  },
  MR7304: {
    fault: 'user',
    title: 'schedule that contradicts itself',
    mend: 'Give the schedule at least one of `cron`, `on_files`, `after` and `partitions`, and settings of those only.',
  },
  MR7305: {
    fault: 'user',
    title: 'pipelines that wait for each other',
    mend: 'Take one `after` out of the circle.',
  },
  MR7306: {
    fault: 'user',
    title: 'nothing to schedule',
    mend: 'Add a `schedule:` to the document, or name documents that have one.',
  },
  MR7307: {
    fault: 'user',
    title: 'parameter that cannot take the time of a partition',
    mend: 'Declare the parameter with type `timestamp`, or `date` for partitions of whole days.',
  },
  MR7308: {
    fault: 'user',
    title: 'documents that cannot be scheduled together',
    mend: 'Give each pipeline its own name, and a pool the same limit everywhere.',
  },
  MR7309: {
    fault: 'resource',
    title: 'another scheduler is at work',
    mend: 'Stop the other one first, or give this one a folder of its own with `--run-dir`.',
  },
  MR7310: {
    fault: 'resource',
    title: 'state of a schedule that cannot be read',
    mend: 'Restore the file, or remove it: the schedule then starts anew, and nothing that was missed is fired.',
  },
  MR7311: {
    fault: 'user',
    title: 'missed times left out',
    mend: 'Raise the limit (`catch_up: { all: N }`), or run them with `millrace backfill`.',
  },
  MR7312: {
    fault: 'user',
    title: 'pipeline to wait for that is not known',
    mend: 'Name a pipeline whose runs are kept in the same folder (`--run-dir`).',
  },
  MR7313: {
    fault: 'resource',
    title: 'another scheduler has taken over',
    mend: 'Nothing is to be done where that one works well: this one was silent for so long that it was taken for gone.',
  },
  MR7320: {
    fault: 'user',
    title: 'no partitions to backfill by',
    mend: 'Declare them: `schedule: { partitions: { by: day } }`.',
  },
  MR7321: {
    fault: 'user',
    title: 'time that begins no partition',
    mend: 'Give times at which a partition begins; the partition at `--to` is not run any more.',
  },
  MR7322: {
    fault: 'user',
    title: 'backfill not found',
    mend: 'The folders in `.millrace/backfills` are named as backfills are.',
  },
  MR7323: {
    fault: 'user',
    title: 'partitions that overwrite each other',
    mend: 'Use `replace_partitions` or `merge`, or let the folder of the store have `env:MILLRACE_PARTITION` in it.',
  },
  MR7324: {
    fault: 'user',
    title: 'partitions that share an output',
    mend: 'Let the folder of the store have `env:MILLRACE_PARTITION` in it, or leave out `--parallel`.',
  },
  MR7325: {
    fault: 'resource',
    title: 'backfill at work already',
    mend: 'Wait for it, or stop it first.',
  },
  MR7326: {
    fault: 'data',
    title: 'partitions failed',
    mend: 'See the run of each with `millrace runs RUN`; then run them again with `--resume ID --only-failed`.',
  },
} as const satisfies Record<string, CatalogueEntry>;
