/** How a text file is encoded; labels as the WHATWG Encoding Standard has them. */
export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';

export interface FoundEncoding {
  readonly encoding: Encoding;
  /** Bytes of the byte order mark at the start. */
  readonly markBytes: number;
  /** What told it, in words. */
  readonly evidence: string;
  /** Whether the bytes are of this encoding wherever they were looked at. */
  readonly isSound: boolean;
}

const MARKS: readonly (readonly [Encoding, readonly number[]])[] = [
  ['utf-8', [0xef, 0xbb, 0xbf]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
];

const byMark = (head: Uint8Array): FoundEncoding | undefined => {
  const mark = MARKS.find(([, bytes]) => bytes.every((byte, index) => head[index] === byte));
  if (!mark) return undefined;
  const [encoding, bytes] = mark;
  return {
    encoding,
    markBytes: bytes.length,
    evidence: 'the file begins with its byte order mark',
    isSound: true,
  };
};

const zeroShare = (bytes: Uint8Array, parity: 0 | 1): number => {
  let zeros = 0;
  for (let at = parity; at < bytes.length; at += 2) if (bytes[at] === 0) zeros += 1;
  return bytes.length < 2 ? 0 : zeros / Math.ceil((bytes.length - parity) / 2);
};

/** Text of western languages has a zero in nearly every second byte of UTF-16. */
const ZEROS = 0.4;
const FEW = 0.05;

const byZeros = (head: Uint8Array): FoundEncoding | undefined => {
  const [even, odd] = [zeroShare(head, 0), zeroShare(head, 1)];
  const evidence = 'every second byte is zero';
  if (odd > ZEROS && even < FEW) return { encoding: 'utf-16le', markBytes: 0, evidence, isSound: true };
  if (even > ZEROS && odd < FEW) return { encoding: 'utf-16be', markBytes: 0, evidence, isSound: true };
  return undefined;
};

/** Bytes that begin in the middle of a character are read from the next one on. */
const fromCharacter = (bytes: Uint8Array): Uint8Array => {
  const start = bytes.slice(0, 3).findIndex((byte) => (byte & 0xc0) !== 0x80);
  return bytes.subarray(start < 0 ? Math.min(3, bytes.length) : start);
};

const isUtf8 = (bytes: Uint8Array): boolean => {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(fromCharacter(bytes), { stream: true });
    return true;
  } catch {
    return false;
  }
};

/** Characters past ASCII that are whole in UTF-8: damaged UTF-8 has them, Windows-1252 hardly ever. */
const wholeCharacters = (bytes: Uint8Array): number =>
  new TextDecoder('utf-8').decode(bytes).match(/[\u0080-\uFFFC]/g)?.length ?? 0;

/** Windows-1252 has no characters for these, or one (ÿ) that stands for damage far more often than for itself. */
const UNDEFINED = new Set([0x81, 0x8d, 0x8f, 0x90, 0x9d, 0xff]);

const byBytes = (samples: readonly Uint8Array[]): FoundEncoding => {
  const broken = samples.filter((sample) => !isUtf8(sample));
  if (broken.length === 0)
    return { encoding: 'utf-8', markBytes: 0, evidence: 'all of its bytes are UTF-8', isSound: true };
  const isDamaged = samples.some((sample) => wholeCharacters(sample) > 0);
  const isOther = broken.some((sample) => sample.some((byte) => UNDEFINED.has(byte)));
  if (isDamaged || isOther)
    return { encoding: 'utf-8', markBytes: 0, evidence: 'some of its bytes are not UTF-8', isSound: false };
  const evidence = 'its bytes past ASCII are no UTF-8, and all of them are characters of Windows-1252';
  return { encoding: 'windows-1252', markBytes: 0, evidence, isSound: true };
};

const byDocument = (head: Uint8Array, encoding: Encoding): FoundEncoding => {
  const mark = byMark(head);
  const markBytes = mark?.encoding === encoding ? mark.markBytes : 0;
  return { encoding, markBytes, evidence: 'the document says so', isSound: true };
};

/** The encoding of a file, from bytes of its start and, where there are more, of its middle and end. */
export const findEncoding = (samples: readonly Uint8Array[], pinned?: Encoding): FoundEncoding => {
  const head = samples[0] ?? new Uint8Array();
  if (pinned !== undefined) return byDocument(head, pinned);
  return byMark(head) ?? byZeros(head) ?? byBytes(samples);
};
