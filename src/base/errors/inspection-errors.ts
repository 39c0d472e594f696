import type { CatalogueEntry } from './entry.js';

/** MR82xx: what is wrong with an uploaded file. */
export const inspectionErrors = {} as const satisfies Record<string, CatalogueEntry>;
