import { createHash } from 'node:crypto';

/** A digest that a server sent along. */
export interface Sent {
  readonly header: string;
  readonly algorithm: string;
  /** In base64. */
  readonly value: string;
}

/** Names of RFC 9530, and what Node calls them; the others that it lists are not to be relied on. */
const ALGORITHMS: Readonly<Record<string, string>> = { 'sha-256': 'sha256', 'sha-512': 'sha512' };

const ITEM = /\b(sha-256|sha-512)=:([A-Za-z0-9+/=]+):/g;

/** Digests of the file as it is sent (RFC 9530). What was packed on the way is unpacked here, so that digests of the packed do not count. */
export const digestsOf = (headers: Headers): readonly Sent[] => {
  if (headers.has('content-encoding')) return [];
  return ['repr-digest', 'content-digest'].flatMap((header) =>
    [...(headers.get(header) ?? '').matchAll(ITEM)].map(([, name = '', value = '']) => ({
      header,
      algorithm: ALGORITHMS[name] ?? name,
      value,
    })),
  );
};

/** A digest that is being made. */
export interface Digest {
  readonly update: (bytes: Uint8Array) => void;
  /** How it differs, once all bytes were seen. */
  readonly wrong: () => string | undefined;
}

export const createDigest = ({ header, algorithm, value }: Sent): Digest => {
  const hash = createHash(algorithm);
  return {
    update: (bytes) => void hash.update(bytes),
    wrong: () => {
      const made = hash.digest('base64');
      return made === value ? undefined : `${header} says ${value}, and it has ${made}`;
    },
  };
};
