import type { CatalogueEntry } from './entry.js';

/** MR74xx: containers, and runs that are watched. */
export const opsErrors = {
  MR7401: {
    fault: 'user',
    title: 'more memory than the container has',
    mend: 'Leave `memory` out, so that the run takes its share of the container, or give the container more.',
  },
} as const satisfies Record<string, CatalogueEntry>;
