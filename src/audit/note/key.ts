import { createPrivateKey, createPublicKey, hash, type KeyObject, sign, verify } from 'node:crypto';

/** Of keys for Ed25519 (c2sp.org/signed-note). */
const ED25519 = 1;
/** What stands before the 32 bytes of a key in DER (RFC 8410). */
const PUBLIC_DER = Buffer.from('302a300506032b6570032100', 'hex');
const PRIVATE_DER = Buffer.from('302e020100300506032b657004220420', 'hex');
const PRIVATE = 'PRIVATE+KEY+';

/** What a signature is held against. */
export interface Verifier {
  readonly name: string;
  /** The first four bytes of a hash of name and key. */
  readonly id: Buffer;
  readonly verifies: (text: string, signature: Uint8Array) => boolean;
  /** `name+id+key`, to be kept elsewhere. */
  readonly text: string;
}

/** What signs. */
export interface Signer {
  readonly verifier: Verifier;
  readonly sign: (text: string) => Buffer;
}

const idOf = (name: string, key: Buffer): Buffer =>
  hash('sha256', Buffer.concat([Buffer.from(`${name}\n`), Buffer.from([ED25519]), key]), 'buffer').subarray(
    0,
    4,
  );

const textOf = (name: string, id: Buffer, key: Buffer): string =>
  `${name}+${id.toString('hex')}+${Buffer.concat([Buffer.from([ED25519]), key]).toString('base64')}`;

/** Whether a key may be called so. */
export const isKeyName = (name: string): boolean => name !== '' && !/[\s+\p{Z}\p{Cc}]/u.test(name);

const verifierOf = (name: string, key: Buffer): Verifier => {
  const object = createPublicKey({ key: Buffer.concat([PUBLIC_DER, key]), format: 'der', type: 'spki' });
  const id = idOf(name, key);
  return {
    name,
    id,
    verifies: (text, signature) => verify(null, Buffer.from(text), object, signature),
    text: textOf(name, id, key),
  };
};

/** The parts of `name+id+base64`, whose bytes are the algorithm and a key; undefined where it is none of ours. */
const partsOf = (
  text: string,
): { readonly name: string; readonly id: string; readonly key: Buffer } | undefined => {
  const [, name = '', id = '', encoded = ''] = /^([^+]*)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/.exec(text) ?? [];
  const bytes = Buffer.from(encoded, 'base64');
  if (!isKeyName(name) || bytes.length !== 33 || bytes[0] !== ED25519) return undefined;
  return bytes.toString('base64') === encoded ? { name, id, key: bytes.subarray(1) } : undefined;
};

/** A verifier key from its text; undefined where that is none, or where its id is not of its name and key. */
export const verifierFrom = (text: string): Verifier | undefined => {
  const parts = partsOf(text.trim());
  if (!parts) return undefined;
  const verifier = verifierOf(parts.name, parts.key);
  return verifier.id.toString('hex') === parts.id ? verifier : undefined;
};

const publicOf = (key: KeyObject): Buffer =>
  createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(PUBLIC_DER.length);

/** @param seed the 32 bytes of a private key (RFC 8032) */
export const signerOf = (name: string, seed: Buffer): Signer => {
  const key = createPrivateKey({ key: Buffer.concat([PRIVATE_DER, seed]), format: 'der', type: 'pkcs8' });
  return {
    verifier: verifierOf(name, publicOf(key)),
    sign: (text) => sign(null, Buffer.from(text), key),
  };
};

/** A signer from its text; undefined where that is none. */
export const signerFrom = (text: string): Signer | undefined => {
  const trimmed = text.trim();
  const parts = trimmed.startsWith(PRIVATE) ? partsOf(trimmed.slice(PRIVATE.length)) : undefined;
  if (!parts) return undefined;
  const signer = signerOf(parts.name, parts.key);
  return signer.verifier.id.toString('hex') === parts.id ? signer : undefined;
};

/** `PRIVATE+KEY+name+id+seed`: what a signer is kept as. */
export const signerText = (name: string, seed: Buffer): string =>
  `${PRIVATE}${textOf(name, signerOf(name, seed).verifier.id, seed)}`;
