import { loginRoutes } from '../identity/login.js';
import { peopleRoutes } from '../identity/people.js';
import { sessionRoutes } from '../identity/sessions.js';
import { tokenRoutes } from '../identity/tokens.js';
import { formRoutes } from '../uploads/form.js';
import { putRoutes } from '../uploads/put.js';
import { uploadRecordRoutes } from '../uploads/records.js';
import { tusRoutes } from '../uploads/tus.js';
import { datasetColumnRoutes } from './dataset-columns.js';
import { datasetExportRoutes } from './dataset-exports.js';
import { datasetProfileRoutes } from './dataset-profiles.js';
import { datasetRowRoutes } from './dataset-rows.js';
import { datasetSqlRoutes } from './dataset-sql.js';
import { datasetRoutes } from './datasets.js';
import { healthRoutes } from './health.js';
import { pipelineVersionRoutes } from './pipeline-versions.js';
import { pipelineRoutes } from './pipelines.js';
import type { Routes } from './route.js';
import { runEventRoutes } from './run-events.js';
import { runRecordRoutes } from './run-records.js';
import { runRoutes } from './runs.js';
import { viewRoutes } from './views.js';

/** The matters of the service, in the order of its description. */
export const routes: readonly Routes[] = [
  healthRoutes,
  pipelineRoutes,
  pipelineVersionRoutes,
  runRoutes,
  runEventRoutes,
  runRecordRoutes,
  viewRoutes,
  datasetRoutes,
  datasetColumnRoutes,
  datasetRowRoutes,
  datasetExportRoutes,
  datasetProfileRoutes,
  datasetSqlRoutes,
  uploadRecordRoutes,
  putRoutes,
  formRoutes,
  tusRoutes,
  loginRoutes,
  sessionRoutes,
  tokenRoutes,
  peopleRoutes,
];
