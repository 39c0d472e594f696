import type { CatalogueEntry } from './entry.js';

/** MR83xx: scanners. */
export const scanErrors = {} as const satisfies Record<string, CatalogueEntry>;
