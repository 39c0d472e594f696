import { failure } from '../../base/errors/index.js';
import { readCheckpoints } from '../folder/checkpoints.js';
import { linesOfTrail } from '../folder/lines.js';
import { leafHash } from '../merkle/hash.js';
import { inclusionRanges, rangeRoots } from '../merkle/proof.js';
import { rootByInclusion } from '../merkle/prove.js';
import { type Checkpoint, openCheckpoint } from '../note/checkpoint.js';
import type { Verifier } from '../note/key.js';
import { proofFrom, proofText } from '../note/proof-text.js';
import { type AuditRecord, recordFrom } from '../record.js';

const noRecord = (folder: string, index: number, size: number) =>
  failure('MR8808', `the newest checkpoint of "${folder}" covers no record ${index}`, {
    notes: [size === 0 ? 'it covers none' : `it covers the records 0 to ${size - 1}`],
    mend: 'A checkpoint follows within a minute of a record, and at the end of a command; name a record that one covers.',
  });

/**
 * A record with the proof that it is in the trail, under the newest checkpoint, as one text.
 *
 * @throws MR8808 where no checkpoint covers the record
 */
export const proveRecord = async (folder: string, index: number): Promise<string> => {
  const newest = (await readCheckpoints(folder)).at(-1);
  const size = newest?.size ?? 0;
  if (!newest || index >= size) throw noRecord(folder, index, size);
  const roots = rangeRoots(inclusionRanges(index, { start: 0, end: size }));
  let number = 0;
  let found: Buffer | undefined;
  for await (const { lines } of linesOfTrail(folder)) {
    for (const line of lines) {
      if (number === index) found = line;
      if (number < size) roots.add(leafHash(line));
      number += 1;
    }
    if (number >= size) break;
  }
  if (!found || number < size) throw noRecord(folder, index, number);
  return proofText({ line: found, index, hashes: roots.roots(), note: newest.note });
};

/** A record that a proof shows to be in a trail, and under which checkpoint; or why it does not. */
export type Proved =
  | { readonly record: AuditRecord; readonly checkpoint: Checkpoint }
  | { readonly fault: string };

/** Holds a proof against a verifier key: it needs nothing else. */
export const verifyProof = (text: string, verifier: Verifier): Proved => {
  const proof = proofFrom(text);
  if (!proof) return { fault: 'it is no proof of a record' };
  const checkpoint = openCheckpoint(proof.note, verifier);
  if ('fault' in checkpoint) return { fault: `its checkpoint does not hold: ${checkpoint.fault}` };
  const position = { index: proof.index, size: checkpoint.size };
  const root = rootByInclusion(leafHash(proof.line), position, proof.hashes);
  if (!root?.equals(checkpoint.root))
    return {
      fault: `its record is not record ${proof.index} of the trail that the checkpoint was signed over`,
    };
  const record = recordFrom(proof.line);
  return record ? { record, checkpoint } : { fault: 'what it proves is no record' };
};
