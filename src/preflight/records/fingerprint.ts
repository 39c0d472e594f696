/** Two hashes of the bytes of a record: together they tell records of a file apart. */
export interface Fingerprint {
  readonly first: number;
  readonly second: number;
}

/** FNV-1a, 32 bits (draft-eastlake-fnv). */
const START = -2128831035;
const PRIME = 16777619;
const FACTOR = 31;

const QUOTE = 34;
const CARRIAGE_RETURN = 13;

/** Bytes that a writer may set or leave out without changing a value: they do not count. */
const counts = (byte: number): boolean => byte !== QUOTE && byte !== CARRIAGE_RETURN;

/** Of a record, as its line in a file has it, however its fields are quoted. */
export const fingerprintOf = (bytes: Uint8Array, from = 0, to = bytes.length): Fingerprint => {
  let first = START;
  let second = 0;
  for (let at = from; at < to; at += 1) {
    const byte = bytes[at] as number;
    if (!counts(byte)) continue;
    first = Math.imul(first ^ byte, PRIME);
    second = (Math.imul(second, FACTOR) + byte) | 0;
  }
  return { first, second };
};

/** Both in one number that a map takes: 53 bits of them. */
export const keyOf = ({ first, second }: Fingerprint): number =>
  (first >>> 0) * 2 ** 21 + (second & (2 ** 21 - 1));

const EDGE = 8;
export const MARKS = 2 ** 21;

/** Told from both ends of a record alone, so that most are known not to be meant without a look at the rest: 0 to MARKS - 1. */
export const markOf = (bytes: Uint8Array, from = 0, to = bytes.length): number => {
  let hash = START;
  for (let at = from, left = EDGE; at < to && left > 0; at += 1) {
    const byte = bytes[at] as number;
    if (!counts(byte)) continue;
    hash = Math.imul(hash ^ byte, PRIME);
    left -= 1;
  }
  for (let at = to - 1, left = EDGE; at >= from && left > 0; at -= 1) {
    const byte = bytes[at] as number;
    if (!counts(byte)) continue;
    hash = Math.imul(hash ^ byte, PRIME);
    left -= 1;
  }
  return (hash ^ (hash >>> 11)) & (MARKS - 1);
};
