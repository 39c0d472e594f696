import type { CatalogueEntry } from './entry.js';

/** MR88xx: the audit trail. */
export const auditErrors = {
  MR8801: {
    fault: 'resource',
    title: 'audit record cannot be written',
    mend: 'Make the folder of the audit trail writable, with free space; until then nothing is shown or done.',
  },
} as const satisfies Record<string, CatalogueEntry>;
