/** Two hashes of the bytes of a record, fed byte by byte: together they tell records of a file apart. */
export interface Fingerprint {
  readonly first: number;
  readonly second: number;
}

/** FNV-1a, 32 bits (draft-eastlake-fnv). */
export const FIRST_START = -2128831035;
export const FIRST_PRIME = 16777619;
export const SECOND_START = 0;
export const SECOND_FACTOR = 31;

export const QUOTE = 34;
export const LINE_FEED = 10;
export const CARRIAGE_RETURN = 13;

/** Bytes that a writer may set or leave out without changing a value: they do not count. */
const counts = (byte: number): boolean => byte !== QUOTE && byte !== CARRIAGE_RETURN;

/** Of a record whose fields are known: as its line in the file has it, however its fields are quoted. */
export const fingerprintOf = (fields: readonly string[], delimiter: string): Fingerprint => {
  let first = FIRST_START;
  let second = SECOND_START;
  for (const byte of Buffer.from(fields.join(delimiter))) {
    if (!counts(byte)) continue;
    first = Math.imul(first ^ byte, FIRST_PRIME);
    second = (Math.imul(second, SECOND_FACTOR) + byte) | 0;
  }
  return { first, second };
};

/** Both in one number that a map takes: 53 bits of them. */
export const keyOf = ({ first, second }: Fingerprint): number =>
  (first >>> 0) * 2 ** 21 + (second & (2 ** 21 - 1));
