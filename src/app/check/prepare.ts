import { isError, type Problem } from '../../base/errors/index.js';
import type { RunRecord } from '../../kit/index.js';
import {
  applyRules,
  buildGraph,
  castings,
  type Graph,
  incomplete,
  mixingFunctions,
  type Replay,
  type Stage,
  standardRules,
  toStages,
  withoutNodes,
} from '../../planner/index.js';
import type { Budget } from '../../policies/index.js';
import { withDeclarations } from '../code/declare.js';
import { interruptibly } from '../interrupt.js';
import { checkContainer } from '../limits/check.js';
import { type LoadedDocument, loadDocument } from '../load/load-document.js';
import type { Ruled } from '../policy/govern.js';
import { learnFromRuns } from '../policy/learn.js';
import { createOpening } from '../policy/opening.js';
import { planPartitions } from '../policy/partition.js';
import { fallbackProblems, planPolicies, policyProblems, ruledOf, runBudget } from '../policy/plan.js';
import { runFolder } from '../run/folder.js';
import { lastGoodRun } from '../run/last-run.js';
import { bytesInto } from '../run/statistics.js';
import type { Wiring } from '../wiring.js';
import { adaptPlan } from './adapt-kinds.js';
import { bindSources } from './bind-sources.js';
import { asFetched, type Fetched, fetchSources, writesToWeb } from './fetched.js';
import { withHistory } from './history.js';
import { runIdentity } from './identity.js';
import { lookAtSources } from './look.js';
import { checkMemory, freeAt } from './memory.js';
import { newFiles, nothingLeftOut, onlyNewOf } from './new-files.js';
import type { Prepared } from './prepared.js';
import { replacedByNew } from './replaces-by-new.js';
import { type Overrides, resolveSettings, type Settings } from './settings.js';
import { asSettled, settledBy } from './settled.js';
import { findSources } from './sources.js';
import { checkTargets, storesOf, targetsOf } from './targets.js';
import { inDocumentOrder, throwErrors } from './throw-errors.js';
import { unpinned } from './unpinned.js';

/** What the checks are made for, where it is a run. */
export interface RunIntent {
  readonly runId?: string;
  /** Where the runs before it are kept, if not where they are by default. */
  readonly runDir?: string | undefined;
  /** Rows that go through a part of the document. */
  readonly replay?: Replay;
  /** The run that they are from: what it decided holds for them. */
  readonly replayed?: RunRecord;
  /** Ends what takes long, such as taking spreadsheets apart. */
  readonly signal?: AbortSignal | undefined;
  /** Whether it only shows what would be decided. */
  readonly isProfile?: boolean;
}

/**
 * parse -> check -> plan. Before a run, what killed ones left is mended first where targets are read.
 *
 * Throws a `MillraceError` with every problem, each with its place.
 */
export const prepare = (
  wiring: Wiring,
  file: string,
  overrides: Overrides = {},
  intent: RunIntent = {},
): Promise<Prepared> =>
  interruptibly(intent.signal, (signal) => prepareWith(wiring, file, overrides, { ...intent, signal }));

const prepareWith = async (
  wiring: Wiring,
  file: string,
  overrides: Overrides,
  intent: RunIntent,
): Promise<Prepared> => {
  const { replay, signal } = intent;
  const loaded = await loadDocument(file, wiring.cwd);
  const settings = resolveSettings(loaded, overrides, wiring);
  const built = buildGraph(loaded.parsed, wiring, replay);
  const declared = await withDeclarations(
    wiring,
    loaded,
    built.value,
    signal,
    settings.container?.processes?.memory,
  );
  const { graph } = declared;
  const ruled = ruledOf(loaded, settings);
  const problems = [
    ...built.problems,
    ...declared.problems,
    ...policyProblems(wiring, loaded, ruled),
    ...fallbackProblems(loaded, ruled, graph),
    ...(replay ? mixingFunctions(loaded.parsed, graph.nodes, replay) : []),
  ];
  const usable = { nodes: graph.nodes.filter(({ config }) => config !== undefined) };
  const { policies } = wiring;
  const budget = runBudget(ruled);
  const read: Read = { loaded, settings, graph, usable, ruled, budget, problems };
  const trying = {
    policies,
    ruled,
    budget,
    seed: intent.runId ?? file,
    signal: signal ?? new AbortController().signal,
  };
  const fetched = await fetchSources(wiring, loaded, settings, usable, trying);
  try {
    if (fetched.problems.length > 0) throwErrors([...problems, ...fetched.problems]);
    const prepared = await prepareFetched(wiring, read, fetched, overrides, intent);
    const release = async (): Promise<void> => {
      await prepared.release();
      await fetched.release();
    };
    return { ...prepared, release };
  } catch (thrown) {
    await fetched.release();
    throw thrown;
  }
};

/** A document that was read, and what it asks for. */
interface Read {
  readonly loaded: LoadedDocument;
  readonly settings: Settings;
  readonly graph: Graph;
  /** The nodes whose config fits their kind. */
  readonly usable: Graph;
  readonly ruled: Ruled;
  readonly budget: Budget;
  readonly problems: readonly Problem[];
}

const prepareFetched = async (
  wiring: Wiring,
  { loaded, settings, graph, usable, ruled, budget, problems: graphProblems }: Read,
  fetched: Fetched,
  overrides: Overrides,
  { runId, runDir, replay, replayed, isProfile = false, signal }: RunIntent,
): Promise<Prepared> => {
  const storage = wiring.createStorage(fetched.stores);
  const wanted = targetsOf(usable);
  const targetProblems = [
    ...(await checkTargets(loaded.parsed, wanted, storage)),
    ...writesToWeb(loaded, settings, wanted),
  ];
  if (
    runId !== undefined &&
    targetProblems.length === 0 &&
    usable.nodes.some((node) => node.isOptional || onlyNewOf(node) !== undefined)
  ) {
    await storage.recover(storesOf(wanted), runIdentity({ loaded, settings }, runId));
  }
  const tools = wiring.policies;
  const opening =
    runId === undefined || signal === undefined || graphProblems.some(isError)
      ? undefined
      : createOpening({ tools, ruled, budget, runId, signal });
  const found = asFetched(await findSources(loaded.parsed, usable, storage, opening?.open), fetched);
  const hasNewOnly = usable.nodes.some((node) => onlyNewOf(node) !== undefined);
  const asked = { parsed: loaded.parsed, graph: usable, storage };
  const fresh =
    hasNewOnly && runId !== undefined && !replay
      ? await newFiles(
          { ...asked, known: await storage.filesRead(storesOf(wanted), settings.document.pipeline) },
          found.sources,
        )
      : nothingLeftOut(found.sources);
  const absent = new Set([...found.absent, ...fresh.idle]);
  const reading = withoutNodes(usable, absent);
  const targets = targetsOf(reading);
  const looked = await lookAtSources(wiring, loaded.parsed, fresh.sources, signal, opening?.open);
  try {
    signal?.throwIfAborted();
    const last =
      replay || castings(reading).length === 0
        ? undefined
        : await lastGoodRun(wiring, settings.document.pipeline, runDir);
    const bound = await bindSources(wiring, loaded, settings, reading, looked.sources, last, opening?.open);
    const problems = [
      ...loaded.parsed.warnings,
      ...graphProblems,
      ...found.problems,
      ...targetProblems,
      ...replacedByNew(loaded.parsed, usable),
      ...fresh.problems,
      ...looked.problems,
      ...bound.problems,
    ];
    throwErrors(problems);
    throwErrors(incomplete(withoutNodes(graph, absent), bound.logical));
    const settled = settledBy(replayed, bound.logical);
    const adapted = asSettled(
      replayed,
      bound.logical,
      await adaptPlan(wiring, settings, looked.sources, settled),
    );
    const { plan, applied } = applyRules(adapted.plan, standardRules);
    const memory = await checkMemory(loaded.parsed, plan, settings.limits, () =>
      freeAt(runFolder(wiring, runDir)),
    );
    const decisions = [
      ...fetched.decisions,
      ...looked.sources.flatMap((source) => source.decisions),
      ...bound.decisions,
      ...adapted.decisions,
      ...memory.decisions,
    ];
    const open = isProfile
      ? []
      : unpinned(loaded.parsed, looked.sources, decisions, {
          isFrozen: overrides.isFrozen === true,
          isRun: runId !== undefined,
        });
    throwErrors(open);
    const physical = toStages(plan);
    throwErrors(policyProblems(wiring, loaded, ruled, physical.stages));
    const intoStage = (stage: Stage): number => bytesInto(stage, { physical, sources: looked.sources });
    const prepared: Prepared = {
      loaded,
      settings,
      storage,
      graph: reading,
      sources: looked.sources,
      decisions,
      targets,
      logical: adapted.plan,
      plan,
      applied,
      physical,
      policies: await planPolicies(
        { learn: learnFromRuns(wiring, runDir), ...tools },
        ruled,
        physical.stages,
        intoStage,
        budget,
        opening?.opened(),
      ),
      partitions: await planPartitions(wiring, runDir, {
        ruled,
        settings,
        stages: physical.stages,
        bytesInto: intoStage,
      }),
      warnings: inDocumentOrder([
        ...problems,
        ...open,
        ...memory.problems,
        ...checkContainer(loaded.parsed, settings),
      ]),
      stops: [],
      reads: fresh.reads,
      newFiles: fresh.records,
      history: [],
      release: looked.release,
    };
    if (replay || (runId === undefined && !isProfile)) return prepared;
    return await withHistory(wiring, prepared, {
      runDir,
      accepts: overrides.acceptsHistory === true,
      signal,
    });
  } catch (thrown) {
    await looked.release();
    throw thrown;
  }
};

/** Lets go of what was prepared once it was used. */
export const withPrepared = async <T>(
  preparing: Promise<Prepared>,
  use: (prepared: Prepared) => Promise<T>,
): Promise<T> => {
  const prepared = await preparing;
  try {
    return await use(prepared);
  } finally {
    await prepared.release();
  }
};
