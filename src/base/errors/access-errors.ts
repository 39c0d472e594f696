import type { CatalogueEntry } from './entry.js';

/** MR86xx: who may do what. */
export const accessErrors = {
  MR8601: {
    fault: 'user',
    title: 'not allowed',
    mend: 'Ask for the right: an administrator can see with `millrace access explain` which policy is missing.',
  },
} as const satisfies Record<string, CatalogueEntry>;
