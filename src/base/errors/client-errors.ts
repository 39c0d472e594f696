import type { CatalogueEntry } from './entry.js';

/** MR85xx: the command line as a client of a service. */
export const clientErrors = {} as const satisfies Record<string, CatalogueEntry>;
