import type { CatalogueEntry } from './entry.js';

/** MR9xxx: what Millrace cannot do yet, and what it got wrong itself. */
export const generalErrors = {
  MR9001: {
    fault: 'unsupported',
    title: 'not built yet',
    mend: 'Leave it out for now; it is part of the design and will come.',
  },
  MR9002: { fault: 'resource', title: 'interrupted', mend: 'Run again; nothing was published.' },
  MR9999: {
    fault: 'bug',
    title: 'internal error',
    mend: 'This is a fault in Millrace. Please report it with the text above.',
  },
} as const satisfies Record<string, CatalogueEntry>;
