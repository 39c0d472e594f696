import type { RunIndexEntry, RunRecord } from '../../kit/record.js';

/** The start of a run, for tests. */
export const entryOf = (runId: string, startedAt = '2026-01-31T09:30:00.123Z'): RunIndexEntry => ({
  runId,
  pipeline: 'late-flights',
  documentFile: 'pipelines/late-flights.yaml',
  status: 'running',
  startedAt,
});

/** The smallest record of a run that succeeded. */
export const recordOf = (runId: string, changes: Partial<RunRecord> = {}): RunRecord => ({
  version: 1,
  millrace: '0.1.0',
  runId,
  pipeline: 'late-flights',
  document: { file: 'pipelines/late-flights.yaml', hash: 'ab'.repeat(32) },
  status: 'succeeded',
  startedAt: '2026-01-31T09:30:00.123Z',
  finishedAt: '2026-01-31T09:30:02.623Z',
  seconds: 2.5,
  runTime: '2026-01-31T09:30:00.123Z',
  params: {},
  engine: { name: 'duckdb' },
  nodes: [],
  stages: [],
  inputs: [],
  outputs: [
    {
      node: 'out',
      target: 'gold://late.parquet',
      mode: 'replace',
      rows: 40,
      bytes: 900,
      sha256: 'cd'.repeat(32),
    },
    { node: 'copy', target: 'gold://late.csv', mode: 'replace', rows: 2, bytes: 90, sha256: 'ef'.repeat(32) },
  ],
  checks: [],
  lineage: {},
  samples: [],
  problems: [],
  ...changes,
});
