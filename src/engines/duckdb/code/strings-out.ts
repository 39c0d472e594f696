import { copyInto, memory, type Vector } from './driver.js';
import { BYTES, INLINE, PAST_WORD, WORDS } from './strings.js';

type Texts = readonly (string | null)[];

/** Texts one after another in UTF-8, with how many bytes each takes. */
interface Encoded {
  readonly bytes: Buffer;
  readonly lengths: Int32Array;
}

/** Bytes of a character, and the places that it takes in a text of JavaScript, by its first byte. */
const bytesFrom = (lead: number): number => (lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4);

/**
 * How many bytes each text takes, from the bytes of all; undefined where the end of one and the begin of the next have
 * become one character, as two halves of a pair do.
 */
const lengthsIn = (texts: Texts, bytes: Buffer): Int32Array | undefined => {
  const lengths = new Int32Array(texts.length);
  let at = 0;
  for (let row = 0; row < texts.length; row += 1) {
    const from = at;
    let places = texts[row]?.length ?? 0;
    while (places > 0) {
      const size = bytesFrom(bytes[at] as number);
      places -= size === 4 ? 2 : 1;
      at += size;
    }
    if (places < 0) return undefined;
    lengths[row] = at - from;
  }
  return lengths;
};

/** Of texts in ASCII. */
const lengthsOf = (texts: Texts): Int32Array => {
  const lengths = new Int32Array(texts.length);
  for (let row = 0; row < texts.length; row += 1) lengths[row] = texts[row]?.length ?? 0;
  return lengths;
};

/** Half a pair of UTF-16 has no bytes: it becomes U+FFFD, as wherever text of JavaScript is encoded. */
const wellFormed = (texts: Texts): Texts =>
  texts.map((text) => (text === null ? null : Buffer.from(text).toString('utf8')));

const encoded = (texts: Texts): Encoded => {
  // Null is nothing here.
  const all = texts.join('');
  // Behind the last text there is room for what is read beside it.
  const room = Buffer.allocUnsafe(all.length * 3 + INLINE);
  const size = room.write(all, 'utf8');
  if (size === all.length) return { bytes: room.subarray(0, size + INLINE), lengths: lengthsOf(texts) };
  const lengths = lengthsIn(texts, room);
  return lengths ? { bytes: room.subarray(0, size + INLINE), lengths } : encoded(wellFormed(texts));
};

/** Puts all bytes where the vector keeps its long texts, which live as long as it does, and says where that is. */
const placed = (vector: Vector, bytes: Uint8Array): number => {
  memory.vector_assign_string_element_len(vector, 0, bytes);
  const { buffer, byteOffset } = memory.vector_get_data(vector, BYTES);
  const [, , low = 0, high = 0] = new Uint32Array(buffer, byteOffset, WORDS);
  return high * PAST_WORD + low;
};

/** The first bytes of a word, by how many they are. */
const FIRST = [0, 0xff, 0xffff, 0xffffff, 0xffffffff];
const firstOf = (word: number, bytes: number): number =>
  bytes >= 4 ? word : bytes <= 0 ? 0 : word & (FIRST[bytes] as number);

/** Puts texts into a vector: their bytes at once, then where each of them is. */
export const writeTexts = (vector: Vector, texts: Texts): void => {
  const { bytes, lengths } = encoded(texts);
  const held = new Uint32Array(texts.length * WORDS);
  const isLong = lengths.some((length) => length > INLINE);
  const start = isLong ? placed(vector, bytes.subarray(0, bytes.length - INLINE)) : 0;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  for (let row = 0; row < texts.length; row += 1) {
    const length = lengths[row] as number;
    const word = row * WORDS;
    held[word] = length;
    if (length > INLINE) {
      const place = start + at;
      held[word + 1] = view.getUint32(at, true);
      held[word + 2] = place >>> 0;
      held[word + 3] = Math.floor(place / PAST_WORD);
    } else {
      held[word + 1] = firstOf(view.getUint32(at, true), length);
      held[word + 2] = firstOf(view.getUint32(at + 4, true), length - 4);
      held[word + 3] = firstOf(view.getUint32(at + 8, true), length - 8);
    }
    at += length;
  }
  copyInto(vector, held);
};
