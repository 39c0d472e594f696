import type { CatalogueEntry } from './entry.js';

/** MR83xx: scanners. */
export const scanErrors = {
  MR8303: {
    fault: 'resource',
    title: 'scanner not ready',
    mend: 'Start clamd, and give its address as `uploads.scanner`; uploads wait in quarantine until it answers.',
  },
} as const satisfies Record<string, CatalogueEntry>;
