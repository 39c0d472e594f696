import type { CatalogueEntry } from './entry.js';

/** MR87xx: who somebody is. */
export const identityErrors = {
  MR8701: {
    fault: 'user',
    title: 'name or password wrong',
    mend: 'Check both; after several failures wait before the next try.',
  },
} as const satisfies Record<string, CatalogueEntry>;
