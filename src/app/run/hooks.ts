import { dirname } from 'node:path';
import { entryOf, isError, type Problem, problem } from '../../base/errors/index.js';
import type { HookRecord, RunRecord } from '../../kit/index.js';
import { callHook, type Facts, type HookEvent, policyOf, resolve } from '../../policies/index.js';
import type { Hook } from '../../spec/index.js';
import { factsOf, type Ruled } from '../policy/govern.js';
import type { Wiring } from '../wiring.js';

/** Whose hooks are told: the rules of a document, and where it is. */
export interface Telling {
  readonly ruled: Ruled;
  /** The document's path. */
  readonly path: string;
}

/** How a run ended. */
export type Ended = Pick<
  RunRecord,
  | 'runId'
  | 'pipeline'
  | 'status'
  | 'startedAt'
  | 'finishedAt'
  | 'seconds'
  | 'problems'
  | 'checks'
  | 'outputs'
  | 'givenUp'
> & { readonly document: Pick<RunRecord['document'], 'file'> };

/** What a hook is told of an event. */
interface Occasion {
  readonly on: HookEvent;
  readonly hooks: readonly Hook[];
  readonly about: Readonly<Record<string, unknown>>;
}

const hooksFor = ({ rules }: Ruled, on: HookEvent, facts: Facts, error?: Problem): readonly Hook[] => {
  const seen = error && { code: error.code, fault: entryOf(error.code).fault };
  return policyOf(resolve(rules, facts, seen)).hooks[on];
};

const nodesOf = (ruled: Ruled, node: string | undefined): Facts =>
  factsOf(ruled, node === undefined ? [] : [node.split('.')[0] ?? node]);

const shown = ({ code, severity, message, node }: Problem) => ({
  code,
  severity,
  message,
  ...(node === undefined ? {} : { node }),
});

/** The errors of a run, and what it went on without. */
const failuresOf = ({ problems, givenUp = [] }: Ended): readonly Problem[] =>
  problems.filter((item) => isError(item) || (givenUp.length > 0 && item.code === 'MR7020'));

/** For each hook once, with all that it is told of. */
const gathered = (
  on: HookEvent,
  each: readonly { readonly hook: Hook; readonly item: unknown }[],
  key: string,
) => {
  const byHook = new Map<string, { readonly hook: Hook; readonly items: unknown[] }>();
  for (const { hook, item } of each) {
    const known = byHook.get(JSON.stringify(hook)) ?? { hook, items: [] };
    known.items.push(item);
    byHook.set(JSON.stringify(hook), known);
  }
  return [...byHook.values()].map(
    ({ hook, items }): Occasion => ({ on, hooks: [hook], about: { [key]: items } }),
  );
};

const failures = (ruled: Ruled, record: Ended): readonly Occasion[] => {
  const told = failuresOf(record).flatMap((item) =>
    hooksFor(ruled, 'failure', nodesOf(ruled, item.node), item).map((hook) => ({
      hook,
      item: shown(item),
    })),
  );
  return gathered('failure', told, 'problems');
};

const failedChecks = (ruled: Ruled, { checks }: Ended): readonly Occasion[] => {
  const told = checks
    .filter(({ passed }) => !passed)
    .flatMap(({ node, severity, results }) =>
      hooksFor(ruled, 'failed_check', nodesOf(ruled, node)).map((hook) => ({
        hook,
        item: {
          node,
          severity,
          messages: results.filter(({ passed }) => !passed).map(({ message }) => message),
        },
      })),
    );
  return gathered('failed_check', told, 'checks');
};

const successes = (ruled: Ruled, { status, outputs }: Ended): readonly Occasion[] => {
  if (status !== 'succeeded') return [];
  const about = { outputs: outputs.map(({ node, target, rows }) => ({ node, target, rows })) };
  return [{ on: 'success', hooks: hooksFor(ruled, 'success', ruled.facts), about }];
};

/** What became of telling others how a run ended. */
export interface Told {
  readonly hooks: readonly HookRecord[];
  readonly problems: readonly Problem[];
}

const untold = ({ on, target, why }: HookRecord): Problem =>
  problem('MR7030', `${target} could not be told of the ${on.replace('_', ' ')}: ${why ?? 'it failed'}`, {
    severity: 'warning',
  });

/** What every hook is told. */
const headOf = (on: HookEvent, record: Ended) => {
  const { pipeline, runId, status, document, startedAt, finishedAt, seconds } = record;
  return { event: on, pipeline, runId, status, document: document.file, startedAt, finishedAt, seconds };
};

/**
 * Tells the hooks of a document how a run ended, all at the same time. Of an interrupted run nobody is told: who ended it
 * knows. Never throws.
 */
export const tellHooks = async (wiring: Wiring, { ruled, path }: Telling, record: Ended): Promise<Told> => {
  if (ruled.rules.length === 0 || record.status === 'interrupted') return { hooks: [], problems: [] };
  const { environment, policies } = wiring;
  const surroundings = { environment, cwd: dirname(path), time: policies.time };
  const occasions = [failures, failedChecks, successes].flatMap((find) => find(ruled, record));
  const hooks = await Promise.all(
    occasions.flatMap(({ on, hooks: called, about }) =>
      called.map(async (hook) => {
        const went = await callHook(hook, { ...headOf(on, record), ...about }, surroundings);
        return { on, ...went };
      }),
    ),
  );
  return { hooks, problems: hooks.filter(({ succeeded }) => !succeeded).map(untold) };
};

/** The record of a run with what became of telling others. */
export const withTold = (record: RunRecord, { hooks, problems }: Told): RunRecord =>
  hooks.length === 0 ? record : { ...record, hooks, problems: [...record.problems, ...problems] };
