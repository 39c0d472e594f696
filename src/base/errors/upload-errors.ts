import type { CatalogueEntry } from './entry.js';

/** MR81xx: receiving and keeping uploads. */
export const uploadErrors = {} as const satisfies Record<string, CatalogueEntry>;
