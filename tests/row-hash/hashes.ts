import { prepare, withPrepared } from '../../src/app/check/prepare.js';
import type { Prepared } from '../../src/app/check/prepared.js';
import { begin, runPrepared } from '../../src/app/run/run-pipeline.js';
import { wire } from '../../src/app/wire.js';
import { keepAll, toStages } from '../../src/planner/index.js';
import type { Project } from '../support/project.js';

/** How a document is run. */
export interface Way {
  /** Each node on its own, or neighbours in one query. */
  readonly plan: 'fused' | 'alone';
  readonly threads: number;
}

export const ways: readonly Way[] = [
  { plan: 'fused', threads: 1 },
  { plan: 'fused', threads: 2 },
  { plan: 'alone', threads: 1 },
  { plan: 'alone', threads: 2 },
];

const planned = (prepared: Prepared, { plan }: Way): Prepared =>
  plan === 'fused' ? prepared : { ...prepared, physical: toStages(prepared.plan, keepAll) };

/** Runs `pipeline.yaml` of a project, which must succeed, and gives the hash of each output. */
export const hashes = async (
  { folder: cwd }: Pick<Project, 'folder'>,
  way: Way = { plan: 'fused', threads: 2 },
  file = 'pipeline.yaml',
): Promise<Readonly<Record<string, string | undefined>>> => {
  const wiring = wire({ cwd });
  const beginning = begin(wiring);
  const options = { threads: way.threads, asOf: '2026-01-31T12:00:00Z' };
  const { record } = await withPrepared(prepare(wiring, file, options, beginning), (prepared) =>
    runPrepared(wiring, planned(prepared, way), beginning, options),
  );
  if (record.status !== 'succeeded') throw new Error(JSON.stringify(record.problems, null, 2));
  return Object.fromEntries(record.outputs.map(({ node, rowHash }) => [node, rowHash?.value]));
};
