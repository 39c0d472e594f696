import { readdir } from 'node:fs/promises';
import { runPipeline } from '../../src/app/index.js';
import { wire } from '../../src/app/wire.js';
import type { Wiring } from '../../src/app/wiring.js';
import { problemsOf } from '../../src/base/errors/index.js';
import type { Project } from '../support/project.js';

/** Runs in each cell; the suite does fewer than a thorough look (`MILLRACE_FAULT_RUNS=10`). */
export const RUNS = Number(process.env['MILLRACE_FAULT_RUNS'] ?? 1);

export const keysOf = <T extends object>(of: T): readonly (keyof T)[] => Object.keys(of) as (keyof T)[];

/** Milliseconds that a cell may take. */
export const timeout = 60_000 * (RUNS + 1);

/** Of many cells the suite runs one of so many, and a thorough look all. */
export const some = <T>(cells: readonly T[], one: number): readonly T[] =>
  RUNS > 1 ? cells : cells.filter((_, index) => index % one === 0);

/** Rules by what a cell is called. */
export const policies = {
  'no policy': '',
  retry: `policies:
  - match: { pipeline: "*" }
    retry: { max_attempts: 3, type: constant, initial: 1ms }
`,
  'retry in time': `policies:
  - match: { pipeline: "*" }
    retry: { max_attempts: 3, type: constant, initial: 1ms }
    timeout: 120ms
`,
  'last good': `policies:
  - match: { pipeline: "*" }
    retry: { max_attempts: 2, type: constant, initial: 1ms }
    timeout: 2s
    fallback: last_good
`,
  learned: `policies:
  - match: { pipeline: "*" }
    timeout: { learned: { min: 30s, max: 2m } }
`,
  'last good in any time': `policies:
  - match: { pipeline: "*" }
    retry: { max_attempts: 2, type: constant, initial: 1ms }
    fallback: last_good
`,
} as const;
export type PolicyName = keyof typeof policies;

/** How a run ends, with the codes of what went wrong. */
export interface End {
  readonly status: string;
  readonly codes: readonly string[];
}

export const wentWell: End = { status: 'succeeded', codes: [] };
export const failed = (code: string): End => ({ status: 'failed', codes: [code] });
/** It went on without what failed: the output is as it was. */
export const leftOld = (code: string): End => ({ status: 'succeeded', codes: [code, 'MR7020'] });
export const refused = (code: string): End => ({ status: 'refused', codes: [code] });

/** Runs once; what stops a run before it begins ends it as `refused`. */
export const end = async (at: Project, wiring: Partial<Wiring> = {}): Promise<End> => {
  try {
    const { record } = await runPipeline(wire({ cwd: at.folder, ...wiring }), 'pipeline.yaml');
    return { status: record.status, codes: record.problems.map(({ code }) => code) };
  } catch (thrown) {
    return { status: 'refused', codes: problemsOf(thrown).map(({ code }) => code) };
  }
};

/** What may not be left: runs that seem to go on, and files beside the output. */
export const leftovers = async (at: Project): Promise<readonly string[]> => {
  const store = wire().createRunStore(at.path('.millrace'));
  const open = (await store.list()).filter(({ status }) => status === 'running' || status === 'interrupted');
  const beside = (await readdir(at.path('out'))).filter(
    (name) => name !== 'orders.csv' && !name.startsWith('.'),
  );
  return [...open.map(({ runId }) => runId), ...beside];
};
