import { canonicalJson } from '../../base/hash.js';
import { createOwnEngine, runTransform } from '../../engines/duckdb/code/index.js';
import type { CodeRequest, TransformModule } from '../../kit/index.js';
import { asTransform, declarationOf, loadTransform } from '../../transforms/index.js';
import { serveAll } from '../../workers/index.js';
import { doors } from '../load/package-root.js';

/** What a process of a `code` node is asked for: what a module declares, or to put rows through its function. */
export type CodeAsk = {
  /** Seconds that loading the module, or a batch, may take. */
  readonly seconds: number;
} & (
  | { readonly ask: 'declare'; readonly module: TransformModule }
  | { readonly ask: 'run'; readonly request: CodeRequest }
);

const engine = createOwnEngine();
const modules = new Map<string, Promise<unknown>>();

/** A process loads a module once: compiling it takes longer than many a partition. */
const loaded = (module: TransformModule): Promise<unknown> => {
  const key = canonicalJson(module);
  const known = modules.get(key) ?? loadTransform(module, doors());
  modules.set(key, known);
  return known;
};

serveAll(async (asked, { beat, rest }) => {
  const task = asked as CodeAsk;
  const working = { begin: () => beat(task.seconds), end: rest };
  working.begin();
  const value = await loaded(task.ask === 'declare' ? task.module : task.request.module);
  working.end();
  return task.ask === 'declare'
    ? declarationOf(value)
    : runTransform(engine, task.request, asTransform(value), working);
});
