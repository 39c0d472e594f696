import type { BoundValue } from '../../kit/index.js';
import type { Settings } from '../check/settings.js';

/** What the SQL of a run may name. */
export const runValues = (
  { values }: Pick<Settings, 'values'>,
  runId: string,
): Readonly<Record<string, BoundValue>> => ({
  ...values,
  run_id: { type: 'VARCHAR', value: runId },
});
