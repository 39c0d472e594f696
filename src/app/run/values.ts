import type { BoundValue } from '../../kit/index.js';
import type { Prepared } from '../check/prepared.js';

/** What the SQL of a run may name. */
export const runValues = ({ settings }: Prepared, runId: string): Readonly<Record<string, BoundValue>> => ({
  ...settings.values,
  run_id: { type: 'VARCHAR', value: runId },
});
