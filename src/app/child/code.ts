import { fileURLToPath } from 'node:url';
import type { CodeRequest, TransformModule } from '../../kit/index.js';
import { asTransform, declarationOf, loadTransform } from '../../transforms/index.js';
import { serveAll } from '../../workers/index.js';
import { doors } from '../load/package-root.js';

/** What a process of a `code` node is asked for: what a module declares, or to put rows through its function. */
export type CodeAsk = {
  /** Seconds that loading the module, or a batch, may take. */
  readonly seconds: number;
} & (
  | {
      readonly ask: 'declare';
      readonly module: TransformModule;
      /** Whether rows follow: the engine is loaded meanwhile, once this is answered. */
      readonly stays: boolean;
    }
  | { readonly ask: 'run'; readonly request: CodeRequest }
);

/** What modules import most is bundled with this program: as single files it takes three times as long. */
const DOORS = { ...doors(), 'millrace/kit': fileURLToPath(new URL('./kit.js', import.meta.url)) };

/** The engine's binary is loaded when rows come: to say what a module declares needs none. */
const engine = () => import('../../engines/duckdb/code/index.js');

// Traces of the author's code name his own lines. By a flag, the maps of this program would be read as well.
process.setSourceMapsEnabled(true);

serveAll(async (asked, { beat, rest }) => {
  const task = asked as CodeAsk;
  const working = { begin: () => beat(task.seconds), end: rest };
  working.begin();
  const { module } = task.ask === 'declare' ? task : task.request;
  const value = await loadTransform(module, DOORS, process.argv[2]);
  working.end();
  if (task.ask === 'declare') {
    if (task.stays) setImmediate(() => engine().catch(() => undefined));
    return declarationOf(value);
  }
  const { runTransform } = await engine();
  return runTransform(task.request, asTransform(value), working);
});
