import type { CatalogueEntry } from './entry.js';

/** MR83xx: scanners. */
export const scanErrors = {
  MR8301: {
    fault: 'data',
    title: 'malware found',
    mend: 'Do not open the file. Tell whoever sent it; where the scanner is wrong, tell those who run it.',
  },
  MR8302: {
    fault: 'resource',
    title: 'file not scanned',
    mend: 'Mend the scanner, then have the upload examined again; until then the file stays in quarantine.',
  },
  MR8303: {
    fault: 'resource',
    title: 'scanner not ready',
    mend: 'Start clamd, and give its address as `uploads.scanner`; uploads wait in quarantine until it answers.',
  },
} as const satisfies Record<string, CatalogueEntry>;
