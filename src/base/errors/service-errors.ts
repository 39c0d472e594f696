import type { CatalogueEntry } from './entry.js';

/** MR84xx: the configuration of the service, and what starts pipelines. */
export const serviceErrors = {} as const satisfies Record<string, CatalogueEntry>;
