import { failure } from '../base/errors/index.js';
import type { RunIdentity } from '../kit/storage.js';
import { filesReadIn, readManifest } from './manifest.js';

/**
 * Two runs may have found the same new files; the second to publish must not. Asked while the stores are locked.
 *
 * @throws MR3030 where another run has read a file of this one.
 */
export const refuseReadMeanwhile = async (stores: readonly string[], run: RunIdentity): Promise<void> => {
  const { reads = [], pipeline } = run;
  if (reads.length === 0) return;
  const taken = new Map<string, string | undefined>();
  for (const store of stores) {
    const known = filesReadIn(await readManifest(store), pipeline);
    for (const { node, file, sha256, runId } of known) taken.set(JSON.stringify([node, file, sha256]), runId);
  }
  const twice = reads.find(({ node, file, sha256 }) => taken.has(JSON.stringify([node, file, sha256])));
  if (!twice) return;
  const other = taken.get(JSON.stringify([twice.node, twice.file, twice.sha256]));
  throw failure('MR3030', `run ${other} has read "${twice.file}" for "${twice.node}" in the meantime`, {
    node: twice.node,
  });
};
