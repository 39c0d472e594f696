import type { Problem } from '../../base/errors/index.js';
import { buildGraph, type Graph, type Replay } from '../../planner/index.js';
import type { Budget } from '../../policies/index.js';
import { type LoadedDocument, loadDocument } from '../load/load-document.js';
import type { Ruled } from '../policy/govern.js';
import { fallbackProblems, policyProblems, ruledOf, runBudget } from '../policy/plan.js';
import { createTrying, type Trying } from '../policy/trying.js';
import type { Wiring } from '../wiring.js';
import { type Overrides, resolveSettings, type Settings } from './settings.js';

/** A document that was read, and what it asks for; nothing that it names was touched. */
export interface ReadDocument {
  readonly loaded: LoadedDocument;
  readonly settings: Settings;
  readonly graph: Graph;
  readonly ruled: Ruled;
  readonly budget: Budget;
  /** How what it names is fetched and opened. */
  readonly trying: Trying;
  readonly problems: readonly Problem[];
}

/** parse, and as much of check as the document alone tells. Throws a `MillraceError` where it cannot be read. */
export const readDocument = async (
  wiring: Wiring,
  file: string,
  overrides: Overrides,
  { runId, replay }: { readonly runId?: string; readonly replay?: Replay },
): Promise<ReadDocument> => {
  const loaded = await loadDocument(file, wiring.cwd);
  const settings = resolveSettings(loaded, overrides, wiring);
  const { value: graph, problems } = buildGraph(loaded.parsed, wiring, replay);
  const ruled = ruledOf(loaded, settings);
  const budget = runBudget(ruled);
  const { policies: tools, clock } = wiring;
  return {
    loaded,
    settings,
    graph,
    ruled,
    budget,
    trying: createTrying({ tools, ruled, budget, seed: runId ?? file, now: () => clock.now() }),
    problems: [
      ...problems,
      ...policyProblems(wiring, loaded, ruled),
      ...fallbackProblems(loaded, ruled, graph),
    ],
  };
};
