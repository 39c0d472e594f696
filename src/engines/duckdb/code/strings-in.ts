import { isAscii } from 'node:buffer';
import { memory, type Vector } from './driver.js';
import { BYTES, INLINE, PAST_WORD, PLACE_AT, TEXT_AT, WORDS } from './strings.js';

/**
 * Bytes that may lie between two texts of a run. Within less than a page of memory after one text and before the next
 * there is no page that neither of them is on, so that all between them can be read.
 */
const GAP = 64;

/** Bits that no byte of ASCII has. */
const NOT_ASCII = 0x80808080;

/** A vector of texts, copied out of the engine. */
interface Held {
  readonly bytes: Buffer;
  readonly words: Uint32Array;
}

const heldIn = (vector: Vector, rows: number): Held => {
  const { buffer, byteOffset, byteLength } = memory.vector_get_data(vector, rows * BYTES);
  return {
    bytes: Buffer.from(buffer, byteOffset, byteLength),
    words: new Uint32Array(buffer, byteOffset, rows * WORDS),
  };
};

const lengthAt = ({ words }: Held, row: number): number => words[row * WORDS] as number;

const placeAt = ({ words }: Held, row: number): number =>
  (words[row * WORDS + 3] as number) * PAST_WORD + (words[row * WORDS + 2] as number);

const bytesAt = ({ bytes }: Held, row: number, length: number): Buffer => {
  const found = memory.get_data_from_pointer(
    bytes.buffer as ArrayBuffer,
    bytes.byteOffset + row * BYTES + PLACE_AT,
    length,
  );
  return Buffer.from(found.buffer, found.byteOffset, found.byteLength);
};

/** Reads the texts that are held in the vector itself, and gives the rows of the others. */
const readInline = (held: Held, texts: (string | null)[], nulls: Uint8Array | undefined): Int32Array => {
  const { bytes, words } = held;
  // A part of one long text of single bytes is made in a fraction of the time of one from bytes.
  const all = bytes.toString('latin1');
  const long = new Int32Array(texts.length);
  let count = 0;
  for (let row = 0; row < texts.length; row += 1) {
    if (nulls?.[row] === 1) continue;
    const word = row * WORDS;
    const length = words[word] as number;
    const from = row * BYTES + TEXT_AT;
    if (length > INLINE) {
      long[count] = row;
      count += 1;
    } else if (
      (((words[word + 1] as number) | (words[word + 2] as number) | (words[word + 3] as number)) &
        NOT_ASCII) ===
      0
    )
      texts[row] = all.substring(from, from + length);
    else texts[row] = bytes.toString('utf8', from, from + length);
  }
  return long.subarray(0, count);
};

/** Reads texts that lie one after another in memory, in one go. */
const readRun = (held: Held, texts: (string | null)[], run: Int32Array): void => {
  const first = run[0] as number;
  const last = run[run.length - 1] as number;
  const start = placeAt(held, first);
  const bytes = bytesAt(held, first, placeAt(held, last) + lengthAt(held, last) - start);
  const all = isAscii(bytes) ? bytes.toString('latin1') : undefined;
  for (const row of run) {
    const from = placeAt(held, row) - start;
    const to = from + lengthAt(held, row);
    texts[row] = all ? all.substring(from, to) : bytes.toString('utf8', from, to);
  }
};

/** Whether a text lies behind another, with less than a gap between them. */
const follows = (held: Held, before: number, row: number): boolean => {
  const gap = placeAt(held, row) - placeAt(held, before) - lengthAt(held, before);
  return gap >= 0 && gap <= GAP;
};

/** Texts that are alone in memory: those of a dictionary are often the same, and are read once. */
const aloneIn = (held: Held, texts: (string | null)[]): ((row: number) => void) => {
  const rowOf = new Map<number, number>();
  return (row) => {
    const place = placeAt(held, row);
    const length = lengthAt(held, row);
    const known = rowOf.get(place);
    if (known !== undefined && lengthAt(held, known) === length) texts[row] = texts[known] as string;
    else {
      texts[row] = bytesAt(held, row, length).toString('utf8');
      rowOf.set(place, row);
    }
  };
};

const readLong = (held: Held, texts: (string | null)[], long: Int32Array): void => {
  const readAlone = aloneIn(held, texts);
  let from = 0;
  for (let to = 1; to <= long.length; to += 1) {
    if (to < long.length && follows(held, long[to - 1] as number, long[to] as number)) continue;
    if (to - from === 1) readAlone(long[from] as number);
    else readRun(held, texts, long.subarray(from, to));
    from = to;
  }
};

/** The texts of a vector, null where it has none. */
export const readTexts = (
  vector: Vector,
  rows: number,
  nulls: Uint8Array | undefined,
): readonly (string | null)[] => {
  const held = heldIn(vector, rows);
  const texts = new Array<string | null>(rows).fill(null);
  readLong(held, texts, readInline(held, texts, nulls));
  return texts;
};
