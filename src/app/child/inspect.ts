import { type InspectionTask, inspectFile } from '../../gateway/inspect/index.js';
import { serve } from '../../workers/index.js';

serve((request) =>
  inspectFile(request as InspectionTask, {
    // The engine's binary is loaded for the files that need it.
    readParquet: async (path) => (await import('../../engines/duckdb/parquet.js')).readParquet(path),
  }),
);
