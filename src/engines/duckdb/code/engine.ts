import { join } from 'node:path';
import { canonicalJson } from '../../../base/hash.js';
import type { CodeEngine } from '../../../kit/index.js';
import { type Connected, connectEngine } from '../instance.js';

/** One thread: the author's function has no other. Rows keep the order in which a function with a state asks for them. */
const connect = ({ memory, readable, folder, spillFolder }: CodeEngine): Promise<Connected> =>
  connectEngine({
    limits: { memory, threads: 1 },
    readable,
    writable: [folder],
    spillFolder: join(spillFolder, String(process.pid)),
    keepOrder: true,
  });

/** The engine of a process. */
export interface OwnEngine {
  /** An engine that may use just this: the one at hand, or a new one in its place. */
  readonly open: (may: CodeEngine) => Promise<Connected>;
}

/** Makes none yet: starting an engine for each partition would cost more than small ones take. */
export const createOwnEngine = (): OwnEngine => {
  let held: { readonly key: string; readonly connected: Connected } | undefined;
  return {
    open: async (may) => {
      const key = canonicalJson(may);
      if (held?.key === key) return held.connected;
      await held?.connected.close();
      const connected = await connect(may);
      held = { key, connected };
      return connected;
    },
  };
};
