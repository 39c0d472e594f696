import { join } from 'node:path';
import { isError, type Problem, problem, problemsOf } from '../../base/errors/index.js';
import { isThere } from '../../base/is-there.js';
import type { GivenUpRecord } from '../../kit/index.js';
import { keptName, type Stage, wholeName } from '../../planner/index.js';
import { errorsOf, isRetried } from '../../policies/index.js';
import type { Prepared } from '../check/prepared.js';
import type { Governed } from '../policy/govern.js';
import type { StageFailure } from './attempts.js';

/** Stages that a run goes on without, by id: one that failed for good, and all that read its rows. */
export const behind = (stages: readonly Stage[], failed: Stage): readonly Stage[] => {
  const gone = new Set([keptName(failed.sink)]);
  const left = [failed];
  for (let grew = true; grew; ) {
    const next = stages.filter(
      (stage) => !left.includes(stage) && stage.reads.some((name) => gone.has(name)),
    );
    grew = next.length > 0;
    left.push(...next);
    for (const { sink } of next) gone.add(keptName(sink));
  }
  return left;
};

/** Whether something is in a store, by its folder. */
export const isInStore = async (folder: string | undefined, path: string): Promise<boolean> =>
  folder !== undefined && isThere(join(folder, path));

const hasLast = async ({ targets, settings }: Prepared, node: string): Promise<boolean> => {
  const target = targets.find((each) => each.node === node);
  return target !== undefined && isInStore(settings.stores[target.path.store], target.path.path);
};

const outputsIn = (stages: readonly Stage[]): readonly string[] =>
  stages.flatMap(({ sink }) => (sink.kind === 'file' ? [sink.node] : []));

/** The fallback that an error has, where it is one that the policy speaks of. */
export const fallbackFor = (
  { policyFor, fallsBackFor }: Pick<Governed, 'policyFor' | 'fallsBackFor'>,
  thrown: unknown,
): 'skip' | 'last_good' | undefined => {
  const errors = errorsOf(thrown);
  const [first] = errors;
  if (!first || !isRetried(errors, ['user', 'data', 'resource', 'unsupported'])) return undefined;
  const { fallback, retry } = policyFor(first);
  if (fallback === 'none') return undefined;
  return fallsBackFor(first) || isRetried(errors, retry?.errors ?? ['resource']) ? fallback : undefined;
};

/** How a run goes on without a stage. */
export interface GoesOn {
  readonly givenUp: GivenUpRecord;
  /** Stages that are not done. */
  readonly without: readonly Stage[];
  /** Writing nodes whose targets stay as they are. */
  readonly outputs: readonly string[];
  readonly problems: readonly Problem[];
}

const leftProblem = (
  { loaded }: Prepared,
  { sink }: Stage,
  failed: Stage,
  fallback: 'skip' | 'last_good',
): readonly Problem[] => {
  if (sink.kind !== 'file' && sink.kind !== 'check') return [];
  const node = wholeName(sink.node);
  const place = loaded.parsed.source.keyPlace(['nodes', node]);
  const what = sink.kind === 'check' ? `check "${node}" was not made` : `output "${node}" was left as it is`;
  return [
    problem('MR7020', `${what}: stage ${failed.id} failed, and its fallback is \`${fallback}\``, {
      severity: 'warning',
      node,
      ...(place ? { place } : {}),
    }),
  ];
};

/** The errors of what failed: the run goes on without it, so that they only warn. */
export const asWarnings = (thrown: unknown): readonly Problem[] =>
  problemsOf(thrown).map((item) => (isError(item) ? { ...item, severity: 'warning' } : item));

/**
 * How a run goes on where a stage failed for good; undefined where it cannot, and fails with it: without a fallback, for a
 * check, which the other outputs wait for, where nothing would be left to publish, or no output is there from before.
 */
export const goOnWithout = async (
  prepared: Prepared,
  failed: Stage,
  { thrown, attempts }: StageFailure,
  governed: Governed,
  before: readonly string[],
): Promise<GoesOn | undefined> => {
  const fallback = failed.sink.kind === 'check' ? undefined : fallbackFor(governed, thrown);
  if (fallback === undefined) return undefined;
  const { stages } = prepared.physical;
  const without = behind(stages, failed);
  const outputs = outputsIn(without);
  if (
    fallback === 'last_good' &&
    !(await Promise.all(outputs.map((node) => hasLast(prepared, node)))).every(Boolean)
  )
    return undefined;
  const leaves = new Set([...before, ...outputs]);
  if (fallback === 'skip' && outputsIn(stages).every((node) => leaves.has(node))) return undefined;
  const left = without.flatMap(({ sink }) =>
    'node' in sink && sink.kind !== 'code' ? [wholeName(sink.node)] : [],
  );
  return {
    givenUp: { stage: failed.id, nodes: [...new Set(failed.nodes.map(wholeName))], attempts, fallback, left },
    without,
    outputs,
    problems: [
      ...asWarnings(thrown),
      ...without.flatMap((stage) => leftProblem(prepared, stage, failed, fallback)),
    ],
  };
};
