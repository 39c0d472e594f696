import type { Signer, Verifier } from './key.js';

/** What a note was opened to: its text, or why it is not to be believed. */
export type Opened = { readonly text: string } | { readonly fault: string };

/** So many signatures are looked at: others than the trail's own key may sign a note as well. */
const MOST_SIGNATURES = 100;

const signatureLine = ({ name, id }: Verifier, signature: Buffer): string =>
  `— ${name} ${Buffer.concat([id, signature]).toString('base64')}\n`;

/** A text with a signature (c2sp.org/signed-note). The text ends with a line end. */
export const signedNote = (text: string, signer: Signer): string =>
  `${text}\n${signatureLine(signer.verifier, signer.sign(text))}`;

interface Signature {
  readonly name: string;
  readonly id: Buffer;
  readonly bytes: Buffer;
}

const signatureOf = (line: string): Signature | undefined => {
  const [, name = '', encoded = ''] = /^— ([^\s+]+) ([A-Za-z0-9+/=]+)$/.exec(line) ?? [];
  const bytes = Buffer.from(encoded, 'base64');
  if (name === '' || bytes.length < 5 || bytes.toString('base64') !== encoded) return undefined;
  return { name, id: bytes.subarray(0, 4), bytes: bytes.subarray(4) };
};

/** Text and signatures; undefined where it is no signed note. */
const parted = (
  note: string,
): { readonly text: string; readonly signatures: readonly Signature[] } | undefined => {
  const at = note.lastIndexOf('\n\n');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: a note has none but line ends.
  if (at < 0 || !note.endsWith('\n') || /[\0-\t\v-\x1f]/.test(note)) return undefined;
  const lines = note.slice(at + 2, -1).split('\n');
  if (lines.length > MOST_SIGNATURES) return undefined;
  const signatures = lines.map(signatureOf);
  const good = signatures.filter((signature) => signature !== undefined);
  return good.length === signatures.length ? { text: note.slice(0, at + 1), signatures: good } : undefined;
};

/** Opens a note that a key has signed. Signatures of other keys are passed over. */
export const openNote = (note: string, verifier: Verifier): Opened => {
  const parts = parted(note);
  if (!parts) return { fault: 'it is not a signed note' };
  const own = parts.signatures.filter(({ name, id }) => name === verifier.name && id.equals(verifier.id));
  if (own.length === 0)
    return { fault: `it is not signed by the key ${verifier.name}+${verifier.id.toString('hex')}` };
  const holds = own.every(({ bytes }) => verifier.verifies(parts.text, bytes));
  return holds ? { text: parts.text } : { fault: 'its signature does not hold: it was changed' };
};
