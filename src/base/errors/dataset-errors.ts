import type { CatalogueEntry } from './entry.js';

/** MR89xx: reading of datasets. */
export const datasetErrors = {
  MR8901: {
    fault: 'user',
    title: 'version that is not there any more',
    mend: 'Read the dataset again from its first page: it was published anew.',
  },
} as const satisfies Record<string, CatalogueEntry>;
