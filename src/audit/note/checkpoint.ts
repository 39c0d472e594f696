import type { TreeHead } from '../merkle/prove.js';
import type { Signer, Verifier } from './key.js';
import { openNote, signedNote } from './note.js';

/** A trail at one time: so many records, and the root of the tree over them. */
export interface Checkpoint extends TreeHead {
  readonly origin: string;
}

/** The text of a checkpoint, signed (c2sp.org/tlog-checkpoint). */
export const checkpointNote = ({ size, root }: TreeHead, signer: Signer): string =>
  signedNote(`${signer.verifier.name}\n${size}\n${root.toString('base64')}\n`, signer);

const checkpointOf = (text: string): Checkpoint | undefined => {
  const [origin = '', size = '', encoded = '', ...rest] = text.split('\n');
  const root = Buffer.from(encoded, 'base64');
  const isSize = /^(0|[1-9]\d*)$/.test(size) && Number.isSafeInteger(Number(size));
  // Lines of extensions may follow, none of which is empty.
  if (origin === '' || !isSize || rest.pop() !== '' || rest.includes('')) return undefined;
  if (root.length !== 32 || root.toString('base64') !== encoded) return undefined;
  return { origin, size: Number(size), root };
};

/** Opens a checkpoint that a key has signed for the trail of the same name; or says why it is not to be believed. */
export const openCheckpoint = (note: string, verifier: Verifier): Checkpoint | { readonly fault: string } => {
  const opened = openNote(note, verifier);
  if ('fault' in opened) return opened;
  const checkpoint = checkpointOf(opened.text);
  if (!checkpoint) return { fault: 'it is not a checkpoint' };
  if (checkpoint.origin !== verifier.name) return { fault: `it is of another trail, "${checkpoint.origin}"` };
  return checkpoint;
};
