import { accessErrors } from './access-errors.js';
import { auditErrors } from './audit-errors.js';
import { clientErrors } from './client-errors.js';
import { codeErrors } from './code-errors.js';
import { commandErrors } from './command-errors.js';
import { dataErrors } from './data-errors.js';
import { datasetErrors } from './dataset-errors.js';
import { documentErrors } from './document-errors.js';
import type { CatalogueEntry } from './entry.js';
import { generalErrors } from './general-errors.js';
import { graphErrors } from './graph-errors.js';
import { identityErrors } from './identity-errors.js';
import { inspectionErrors } from './inspection-errors.js';
import { opsErrors } from './ops-errors.js';
import { policyErrors } from './policy-errors.js';
import { projectErrors } from './project-errors.js';
import { resourceErrors } from './resource-errors.js';
import { scanErrors } from './scan-errors.js';
import { scheduleErrors } from './schedule-errors.js';
import { serverErrors } from './server-errors.js';
import { serviceErrors } from './service-errors.js';
import { sqlErrors } from './sql-errors.js';
import { stateErrors } from './state-errors.js';
import { telemetryErrors } from './telemetry-errors.js';
import { uploadErrors } from './upload-errors.js';

/** Every error Millrace can report, by its stable code. A code is never given a new meaning. */
export const catalogue = {
  ...documentErrors,
  ...graphErrors,
  ...sqlErrors,
  ...resourceErrors,
  ...dataErrors,
  ...codeErrors,
  ...commandErrors,
  ...policyErrors,
  ...stateErrors,
  ...opsErrors,
  ...scheduleErrors,
  ...telemetryErrors,
  ...serverErrors,
  ...uploadErrors,
  ...inspectionErrors,
  ...scanErrors,
  ...serviceErrors,
  ...clientErrors,
  ...projectErrors,
  ...accessErrors,
  ...identityErrors,
  ...auditErrors,
  ...datasetErrors,
  ...generalErrors,
} as const satisfies Record<string, CatalogueEntry>;

/** A stable error code such as `MR2104`. */
export type ErrorCode = keyof typeof catalogue;

/** The catalogue's entry for a code. */
export const entryOf = (code: ErrorCode): CatalogueEntry => catalogue[code];
