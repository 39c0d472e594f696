import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Problem } from '../../base/errors/index.js';
import type { DecisionRecord, Engine, EngineLimits, RunRecord, SourceInfo } from '../../kit/index.js';
import { type BindContext, bindGraph, type Graph, type LogicalPlan } from '../../planner/index.js';
import type { LoadedDocument } from '../load/load-document.js';
import type { Open } from '../policy/trying.js';
import type { Wiring } from '../wiring.js';
import { adaptToSources, isEvolving } from './adapt.js';
import { readingEngine } from './as-given.js';
import type { Settings } from './settings.js';
import { inspectSources, readableIn, type Source } from './sources.js';

/** A check is many tiny statements: waking a second thread for each takes longer than its work. */
const ONE_THREAD = 1;

/** An engine that can look at the given files and write nothing. */
export const checkEngine = (
  wiring: Wiring,
  settings: Settings,
  sources: readonly Source[],
  limits: EngineLimits = { ...settings.limits, threads: ONE_THREAD },
): Promise<Engine> =>
  readingEngine(wiring, readableIn(sources), {
    limits,
    writable: [],
    spillFolder: join(tmpdir(), `millrace-check-${randomUUID()}`),
    values: {},
    keepOrder: false,
  });

/** A graph with types, and every problem with a place that was found on the way. */
export interface Bound {
  readonly logical: LogicalPlan;
  readonly infos: ReadonlyMap<string, SourceInfo>;
  readonly problems: readonly Problem[];
  /** What was decided for contracts. */
  readonly decisions: readonly DecisionRecord[];
}

/** What binding the nodes of a document needs. */
export const bindContext = (
  { types }: Pick<Wiring, 'types'>,
  { parsed }: LoadedDocument,
  settings: Settings,
  binder: Engine,
): BindContext => ({
  parsed,
  binder,
  parameters: settings.types,
  semanticTypes: types.types.map(({ name }) => name),
});

/** Looks at the sources and gives the graph its types. */
export const bindSources = async (
  wiring: Wiring,
  loaded: LoadedDocument,
  settings: Settings,
  graph: Graph,
  sources: readonly Source[],
  last?: RunRecord,
  open?: Open,
): Promise<Bound> => {
  const engine = await checkEngine(
    wiring,
    settings,
    sources,
    isEvolving(graph) ? settings.limits : undefined,
  );
  try {
    const { infos, problems } = await inspectSources(loaded.parsed, engine, sources, open);
    const context = bindContext(wiring, loaded, settings, engine);
    const adapted = await adaptToSources(context, engine, graph, infos, last);
    const bound = await bindGraph(context, adapted.graph, { sources: adapted.infos });
    return {
      logical: bound.value,
      infos: adapted.infos,
      problems: [...problems, ...bound.problems],
      decisions: adapted.decisions,
    };
  } finally {
    await engine.close();
  }
};
