import type { CatalogueEntry } from './entry.js';

/** MR71xx: what is kept from run to run. */
export const stateErrors = {
  MR7101: {
    fault: 'resource',
    title: 'database cannot be reached',
    mend: 'See that the database runs and that `DATABASE_URL` is right, then try again.',
  },
  MR7102: {
    fault: 'resource',
    title: 'state is in use by another process',
    mend: 'Wait until the other process has ended, or end it.',
  },
  MR7103: {
    fault: 'resource',
    title: 'no space is left for state',
    mend: 'Free some space, then try again; what was written before is whole.',
  },
  MR7104: {
    fault: 'user',
    title: 'state was written by a newer Millrace',
    mend: 'Use the newer version, or another place for state.',
  },
  MR7105: {
    fault: 'resource',
    title: 'entry of the state is damaged',
    mend: 'Restore it from a backup; once nobody needs what it said, remove it.',
  },
  MR7106: {
    fault: 'resource',
    title: 'lease is over',
    mend: 'Acquire it again, read what has changed since, and do the work anew; nothing was written.',
  },
  MR7107: {
    fault: 'user',
    title: 'state cannot have this key, value or time',
    mend: 'Use keys of 1 to 500 characters without control characters, values that JSON can say, and times above zero.',
  },
  MR7108: {
    fault: 'user',
    title: 'run does not fit the index of runs',
    mend: 'Add each run once, before it is changed.',
  },
  MR7109: {
    fault: 'resource',
    title: 'state cannot be used',
    mend: 'Check the place and the rights there.',
  },
  MR7110: {
    fault: 'user',
    title: 'state is to be kept in a place that there is not',
    mend: 'Set `MILLRACE_STATE` to `folder` or `postgres`, or leave it out.',
  },
} as const satisfies Record<string, CatalogueEntry>;
