import type { CatalogueEntry } from './entry.js';

/** MR5xxx: functions that the author of a pipeline wrote, in `code` nodes. */
export const codeErrors = {
  MR5001: {
    fault: 'user',
    title: 'module gives no transform',
    mend: 'Export what `defineTransform` of `millrace/kit` gives, as the default or under the name in `export`.',
  },
  MR5002: {
    fault: 'user',
    title: 'transform does not fit its input',
    mend: 'Declare under `reads` the columns that the input has, with their types; cast others before.',
  },
  MR5003: {
    fault: 'data',
    title: 'function threw for a row',
    mend: 'Mend the function, or give the node a contract: such rows then go to quarantine, and the rest goes on.',
  },
  MR5004: {
    fault: 'user',
    title: 'function gave what it does not declare',
    mend: 'Give each column of `writes` a value of its type for every row.',
  },
  MR5005: {
    fault: 'user',
    title: 'function is not pure',
    mend: 'Let it depend on the rows of its batch alone: no counters between calls, no clock, no chance.',
  },
  MR5006: {
    fault: 'user',
    title: 'function was ended',
    mend: 'Run it alone to see why, for example over a few rows by `millrace test`; a library in native code may have ended it, or the system.',
  },
  MR5007: {
    fault: 'resource',
    title: 'process of a function was killed',
    mend: 'See who ends processes here: the system does where memory is short. Give the container more, or the node fewer rows at a time.',
  },
  MR5010: {
    fault: 'resource',
    title: 'slice of a file was not read',
    mend: 'Let files rest while a run reads them, and keep the folder of the runs where named pipes can be made.',
  },
} as const satisfies Record<string, CatalogueEntry>;
