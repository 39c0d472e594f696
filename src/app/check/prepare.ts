import { isError, MillraceError } from '../../base/errors/index.js';
import type { GivenUpRecord, RunRecord } from '../../kit/index.js';
import {
  applyRules,
  castings,
  documentNode,
  incomplete,
  mixingFunctions,
  type Replay,
  type Stage,
  standardRules,
  toStages,
  withoutNodes,
} from '../../planner/index.js';
import { withDeclarations } from '../code/declare.js';
import { interruptibly } from '../interrupt.js';
import { checkContainer } from '../limits/check.js';
import { learnFromRuns } from '../policy/learn.js';
import { planPartitions } from '../policy/partition.js';
import { planPolicies, policyProblems } from '../policy/plan.js';
import type { How, Open } from '../policy/trying.js';
import { runFolder } from '../run/folder.js';
import { lastGoodRun } from '../run/last-run.js';
import { leaveOut } from '../run/leave-out.js';
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
import { type ReadDocument, readDocument } from './read.js';
import { replacedByNew } from './replaces-by-new.js';
import type { Overrides } from './settings.js';
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
  /** Whether it goes on without sources that cannot be read, where a policy says so. */
  readonly fallsBack?: boolean;
  /** Whether it only shows what would be decided. */
  readonly isProfile?: boolean;
}

/**
 * parse -> check -> plan. Before a run, what killed ones left is mended first where targets are read.
 *
 * Throws a `MillraceError` with every problem, each with its place.
 */
export const prepare = async (
  wiring: Wiring,
  file: string,
  overrides: Overrides = {},
  intent: RunIntent = {},
): Promise<Prepared> =>
  prepareRead(wiring, await readDocument(wiring, file, overrides, intent), overrides, intent);

/** The same, of a document that was read. */
export const prepareRead = (
  wiring: Wiring,
  read: ReadDocument,
  overrides: Overrides = {},
  intent: RunIntent = {},
): Promise<Prepared> =>
  interruptibly(intent.signal, (signal) => prepareWith(wiring, read, overrides, { ...intent, signal }));

/** What is asked for, by somebody who can end it. */
type Intent = RunIntent & { readonly signal: AbortSignal };

const withFunctions = async (
  wiring: Wiring,
  read: ReadDocument,
  { replay, signal }: Intent,
): Promise<ReadDocument> => {
  const { loaded, settings } = read;
  const memory = settings.container?.processes?.memory;
  const { graph, problems } = await withDeclarations(wiring, loaded, read.graph, signal, memory);
  const mixing = replay ? mixingFunctions(loaded.parsed, graph.nodes, replay) : [];
  return { ...read, graph, problems: [...read.problems, ...problems, ...mixing] };
};

const prepareWith = async (
  wiring: Wiring,
  given: ReadDocument,
  overrides: Overrides,
  intent: Intent,
): Promise<Prepared> => {
  const read = await withFunctions(wiring, given, intent);
  const { loaded, settings, trying, problems } = read;
  const usable = { nodes: read.graph.nodes.filter(({ config }) => config !== undefined) };
  // Nobody waits for the sources of a document that does not hold.
  const how = { signal: intent.signal, isOnce: problems.some(isError) };
  const fetched = await fetchSources(wiring, loaded, settings, usable, trying, how);
  try {
    const all = { ...read, usable, how, givenUp: [] };
    const fetchable =
      fetched.problems.length > 0
        ? await withoutUnread(
            wiring,
            all,
            intent,
            new MillraceError(inDocumentOrder([...problems, ...fetched.problems])),
          )
        : all;
    const prepared = await prepareRest(wiring, fetchable, fetched, overrides, intent);
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

/** A document whose files can be looked at. */
interface Fetchable extends ReadDocument {
  /** The nodes whose config fits their kind. */
  readonly usable: ReadDocument['graph'];
  readonly how: How;
  /** What it goes on without. */
  readonly givenUp: readonly GivenUpRecord[];
}

/** The document without the sources that could not be read; throws what they failed with, where it cannot go on. */
const withoutUnread = async (
  wiring: Wiring,
  read: Fetchable,
  { fallsBack = false }: Intent,
  thrown: unknown,
): Promise<Fetchable> => {
  const rest =
    fallsBack && !read.how.signal.aborted
      ? await leaveOut(wiring.policies, { ...read, graph: read.usable }, thrown)
      : undefined;
  if (!rest) throw thrown;
  return {
    ...read,
    graph: rest.graph,
    usable: rest.graph,
    givenUp: [...read.givenUp, ...rest.givenUp],
    problems: [...read.problems, ...rest.problems],
  };
};

/** Begins anew without the sources that cannot be opened: each time there are fewer. */
const prepareRest = async (
  wiring: Wiring,
  read: Fetchable,
  fetched: Fetched,
  overrides: Overrides,
  intent: Intent,
): Promise<Prepared> => {
  try {
    return await prepareFetched(wiring, read, fetched, overrides, intent);
  } catch (thrown) {
    const rest = await withoutUnread(wiring, read, intent, thrown);
    return prepareRest(wiring, rest, fetched, overrides, intent);
  }
};

/** Opening is tried again in a run only: who checks a document wants to know at once. */
const openerOf =
  ({ trying, how }: Fetchable, runId: string | undefined): Open =>
  (name, work) =>
    trying.attempt({ work: 'opening', nodes: [documentNode(name)] }, work, {
      ...how,
      isOnce: how.isOnce === true || runId === undefined,
    });

const prepareFetched = async (
  wiring: Wiring,
  read: Fetchable,
  fetched: Fetched,
  overrides: Overrides,
  { runId, runDir, replay, replayed, isProfile = false, signal }: Intent,
): Promise<Prepared> => {
  const { loaded, settings, graph, usable, ruled, budget, trying, problems: graphProblems } = read;
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
    const recovering = { work: 'claiming', nodes: wanted.map(({ node }) => node) } as const;
    const identity = runIdentity({ loaded, settings }, runId);
    await trying.attempt(recovering, () => storage.recover(storesOf(wanted), identity), read.how);
  }
  const open = openerOf(read, runId);
  const found = asFetched(await findSources(loaded.parsed, usable, storage, open), fetched);
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
  const looked = await lookAtSources(wiring, loaded.parsed, fresh.sources, signal, open);
  try {
    signal?.throwIfAborted();
    const last =
      replay || castings(reading).length === 0
        ? undefined
        : await lastGoodRun(wiring, settings.document.pipeline, runDir);
    const bound = await bindSources(wiring, loaded, settings, reading, looked.sources, last, open);
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
      ...looked.sources.flatMap((source) => source.decisions),
      ...bound.decisions,
      ...adapted.decisions,
      ...memory.decisions,
    ];
    const unsettled = isProfile
      ? []
      : unpinned(loaded.parsed, looked.sources, decisions, {
          isFrozen: overrides.isFrozen === true,
          isRun: runId !== undefined,
        });
    throwErrors(unsettled);
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
        { learn: learnFromRuns(wiring, runDir), ...wiring.policies },
        ruled,
        physical.stages,
        intoStage,
        { budget, trying },
      ),
      partitions: await planPartitions(wiring, runDir, {
        ruled,
        settings,
        stages: physical.stages,
        bytesInto: intoStage,
      }),
      warnings: inDocumentOrder([
        ...problems,
        ...unsettled,
        ...memory.problems,
        ...checkContainer(loaded.parsed, settings),
      ]),
      givenUp: read.givenUp,
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
