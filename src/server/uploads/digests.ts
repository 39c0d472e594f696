import { parseDictionary } from 'structured-headers';
import { failure } from '../../base/errors/index.js';
import type { ChunkChecksum, ExpectedDigests } from '../../gateway/digests.js';

const lengths = { 'sha-256': 32, 'sha-512': 64 } as const;
type Algorithm = keyof typeof lengths;

const isKnown = (name: string): name is Algorithm => Object.hasOwn(lengths, name);

const wrong = (header: string, why: string): Error => failure('MR8023', `${header}: ${why}`);

const bytesOf = (header: string, name: Algorithm, value: unknown): Buffer => {
  const bytes = value instanceof ArrayBuffer ? Buffer.from(value) : undefined;
  if (bytes?.length !== lengths[name])
    throw wrong(header, `${name} is not ${lengths[name]} bytes in base64 between colons`);
  return bytes;
};

const dictionaryOf = (header: string, text: string): ReturnType<typeof parseDictionary> => {
  try {
    return parseDictionary(text);
  } catch {
    throw wrong(header, 'not a dictionary of digests, as `sha-256=:…:`');
  }
};

/** Names stand once: who sends one twice does not know which holds. */
const refuseDoubled = (header: string, text: string): void => {
  const names = [...text.matchAll(/(?:^|,)\s*([a-z0-9*_.-]+)\s*=/g)].map(([, name]) => name);
  if (new Set(names).size !== names.length) throw wrong(header, 'an algorithm stands there twice');
};

/**
 * `Content-Digest` or `Repr-Digest` (RFC 9530). Algorithms that are not known are left out, as it asks for; a header
 * that has only such ones promises something that cannot be held, and is refused.
 */
export const digestsOf = (
  header: 'Content-Digest' | 'Repr-Digest',
  text: string | readonly string[] | undefined,
): ExpectedDigests => {
  if (text === undefined) return {};
  const whole = typeof text === 'string' ? text : text.join(', ');
  refuseDoubled(header, whole);
  const known = [...dictionaryOf(header, whole)].flatMap(([name, [value]]) =>
    isKnown(name) ? [[name, bytesOf(header, name, value)] as const] : [],
  );
  if (known.length === 0) throw wrong(header, 'no algorithm in it is known');
  return Object.fromEntries(known);
};

const isDifferent = (a: Buffer | undefined, b: Buffer | undefined): boolean =>
  a !== undefined && b !== undefined && !a.equals(b);

/** Promises of the same bytes. Throws MR8023 where they contradict each other. */
export const bothDigests = (one: ExpectedDigests, other: ExpectedDigests): ExpectedDigests => {
  for (const name of ['sha-256', 'sha-512'] as const)
    if (isDifferent(one[name], other[name]))
      throw wrong('Repr-Digest', 'it and Content-Digest are of different bytes');
  return { ...one, ...other };
};

const algorithms = { sha1: 20, sha256: 32, sha512: 64 } as const;

/** What `Tus-Checksum-Algorithm` names. */
export const checksumAlgorithms = Object.keys(algorithms);

/** `Upload-Checksum: sha256 BASE64` (tus 1.0, checksum extension). */
export const checksumOf = (text: string | undefined): ChunkChecksum | undefined => {
  if (text === undefined) return undefined;
  const [name = '', encoded = '', ...more] = text.split(' ');
  if (!Object.hasOwn(algorithms, name))
    throw wrong('Upload-Checksum', `"${name}" is none of ${checksumAlgorithms.join(', ')}`);
  const algorithm = name as ChunkChecksum['algorithm'];
  const digest = Buffer.from(encoded, 'base64');
  const isWhole = digest.length === algorithms[algorithm] && digest.toString('base64') === encoded;
  if (!isWhole || more.length > 0) throw wrong('Upload-Checksum', `not a ${name} in base64`);
  return { algorithm, digest };
};

/** `Content-Digest` of one part, as checksums of it. */
export const partChecksums = ({
  'sha-256': sha256,
  'sha-512': sha512,
}: ExpectedDigests): readonly ChunkChecksum[] => [
  ...(sha256 ? [{ algorithm: 'sha256', digest: sha256 } as const] : []),
  ...(sha512 ? [{ algorithm: 'sha512', digest: sha512 } as const] : []),
];
