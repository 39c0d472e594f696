import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { canonicalJson } from '../../base/hash.js';
import { once } from '../../base/once.js';
import type { CodeRequest, MergeRequest, TransformModule } from '../../kit/index.js';
import { asTransform, declarationOf, loadTransform } from '../../transforms/index.js';
import { serveAll } from '../../workers/index.js';
import { doors } from '../load/package-root.js';

/** What a process of a `code` node is asked for: what a module declares, to put rows through its function, or to merge what came of some. */
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
  | { readonly ask: 'merge'; readonly request: MergeRequest }
);

/** What modules import most, as one file: where this program is bundled, it is too, which takes a third of the time to load. */
const bundledKit = fileURLToPath(new URL('./kit.js', import.meta.url));
const DOORS = { ...doors(), ...(existsSync(bundledKit) ? { 'millrace/kit': bundledKit } : {}) };

/** The engine's binary is loaded when rows come: to say what a module declares needs none. */
const engine = once(async () => {
  const { createOwnEngine, ...does } = await import('../../engines/duckdb/code/index.js');
  return { own: createOwnEngine(), ...does };
});

// Traces of the author's code name his own lines. By a flag, the maps of this program would be read as well.
process.setSourceMapsEnabled(true);

const modules = new Map<string, Promise<unknown>>();

/** A process loads a module once: that takes longer than many a partition. */
const loaded = (module: TransformModule): Promise<unknown> => {
  const key = canonicalJson(module);
  const known = modules.get(key) ?? loadTransform(module, DOORS, process.argv[2]);
  modules.set(key, known);
  return known;
};

serveAll(async (asked, { beat, rest }) => {
  const task = asked as CodeAsk;
  const working = { begin: () => beat(task.seconds), end: rest };
  working.begin();
  const value = await loaded(task.ask === 'declare' ? task.module : task.request.module);
  working.end();
  if (task.ask === 'declare') {
    if (task.stays) setImmediate(() => engine().catch(() => undefined));
    return declarationOf(value);
  }
  const { own, runTransform, mergeTransform } = await engine();
  const transform = asTransform(value);
  const began = performance.now();
  const came = await (task.ask === 'run'
    ? runTransform(own, task.request, transform, working)
    : mergeTransform(own, task.request, transform, working));
  return { ...came, seconds: (performance.now() - began) / 1000 };
});
