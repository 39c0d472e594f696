import { mergeTransform, runTransform } from '../../engines/duckdb/code/index.js';
import type { CodeRequest, MergeRequest, TransformModule } from '../../kit/index.js';
import { asTransform, declarationOf, loadTransform } from '../../transforms/index.js';
import { serveAll } from '../../workers/index.js';
import { doors } from '../load/package-root.js';

/** What a process of a `code` node is asked for: what a module declares, to put rows through its function, or to merge what came of some. */
export type CodeAsk = {
  /** Seconds that loading the module, or a batch, may take. */
  readonly seconds: number;
} & (
  | { readonly ask: 'declare'; readonly module: TransformModule }
  | { readonly ask: 'run'; readonly request: CodeRequest }
  | { readonly ask: 'merge'; readonly request: MergeRequest }
);

serveAll(async (asked, { beat, rest }) => {
  const task = asked as CodeAsk;
  const working = { begin: () => beat(task.seconds), end: rest };
  working.begin();
  const { module } = task.ask === 'declare' ? task : task.request;
  const value = await loadTransform(module, doors());
  working.end();
  if (task.ask === 'declare') return declarationOf(value);
  const transform = asTransform(value);
  return task.ask === 'run'
    ? runTransform(task.request, transform, working)
    : mergeTransform(task.request, transform, working);
});
