import type { CatalogueEntry } from './entry.js';

/** MR80xx: the service over HTTP. */
export const serverErrors = {} as const satisfies Record<string, CatalogueEntry>;
