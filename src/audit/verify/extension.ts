import { failure } from '../../base/errors/index.js';
import { readCheckpoints } from '../folder/checkpoints.js';
import { linesOfTrail } from '../folder/lines.js';
import { leafHash } from '../merkle/hash.js';
import { consistencyRanges, rangeRoots } from '../merkle/proof.js';
import { isConsistent } from '../merkle/prove.js';
import { type Checkpoint, openCheckpoint } from '../note/checkpoint.js';
import type { Verifier } from '../note/key.js';
import { extensionFrom, extensionText } from '../note/proof-text.js';

/**
 * What proves, to somebody who has a checkpoint and no records, that the newest checkpoint of a trail is over the same
 * records and later ones.
 *
 * @throws MR8808 where the trail has fewer records than that checkpoint
 */
export const proveExtension = async (folder: string, older: number): Promise<string> => {
  const newest = (await readCheckpoints(folder)).at(-1);
  if (!newest || newest.size < older)
    throw failure('MR8808', `the newest checkpoint of "${folder}" covers fewer than ${older} records`);
  const roots = rangeRoots(consistencyRanges(older, newest.size));
  let number = 0;
  for await (const { lines } of linesOfTrail(folder)) {
    for (const line of lines.slice(0, newest.size - number)) roots.add(leafHash(line));
    number += lines.length;
    if (number >= newest.size) break;
  }
  return extensionText({ older, hashes: roots.roots(), note: newest.note });
};

/** The two checkpoints, the newer of which was shown to be over the records of the older; or why it was not. */
export type Extended =
  | { readonly older: Checkpoint; readonly newer: Checkpoint }
  | { readonly fault: string };

/** Holds such a proof against the checkpoint that was kept. */
export const verifyExtension = (text: string, kept: string, verifier: Verifier): Extended => {
  const proof = extensionFrom(text);
  if (!proof) return { fault: 'it is no proof that a trail goes on' };
  const older = openCheckpoint(kept, verifier);
  if ('fault' in older) return { fault: `the checkpoint that was kept does not hold: ${older.fault}` };
  const newer = openCheckpoint(proof.note, verifier);
  if ('fault' in newer) return { fault: `its checkpoint does not hold: ${newer.fault}` };
  if (proof.older !== older.size)
    return { fault: `it is from a checkpoint of ${proof.older} records on, not ${older.size}` };
  return isConsistent(older, newer, proof.hashes)
    ? { older, newer }
    : { fault: 'the records of the newer checkpoint do not begin with those of the one that was kept' };
};
