import type { RecordFormat } from './format.js';
import { csvTable, LINE_FEED, states } from './machine.js';

/** Follows the records of a file through its pieces, in their order. */
export interface Scanner {
  /** Passes over bytes, without a look for where records end. */
  readonly pass: (bytes: Buffer, from: number, to: number) => void;
  /** Passes over bytes up to the first line end that ends a record, and gives the place after it; -1 where the piece ends before. */
  readonly next: (bytes: Buffer, from: number) => number;
}

const lines: Scanner = {
  pass: () => {},
  next: (bytes, from) => {
    const at = bytes.indexOf(LINE_FEED, from);
    return at < 0 ? -1 : at + 1;
  },
};

/** Bytes after which a look for the next quote is worth its call. */
const STRIDE = 512;

/** States in which the next quote or escape decides. */
const isWithin = (state: number): boolean => state === states.quoted || state === states.escaped;

const quotedScanner = (format: RecordFormat & { kind: 'csv' }): Scanner => {
  const table = csvTable(format);
  const quote = format.quote.charCodeAt(0);
  const isDoubled = format.quote === format.escapeMark;
  let state: number = states.start;
  const step = (bytes: Buffer, from: number, to: number): void => {
    let now = state;
    for (let at = from; at < to; at += 1) now = table[now | (bytes[at] as number)] as number;
    state = now;
  };
  /** Over bytes without a quote: outside of quotes, only what follows the last line end tells the state. */
  const leap = (bytes: Buffer, from: number, to: number): void => {
    if (state === states.quoted && isDoubled) return;
    const last = isWithin(state) ? -1 : bytes.subarray(from, to).lastIndexOf(LINE_FEED);
    if (last >= 0) state = states.start;
    step(bytes, from + last + 1, to);
  };
  const pass: Scanner['pass'] = (bytes, from, to) => {
    let quoteAt = -1;
    for (let at = from; at < to; ) {
      if (quoteAt < at) quoteAt = bytes.indexOf(quote, at);
      if (quoteAt < 0) quoteAt = bytes.length;
      const isFar = quoteAt - at > STRIDE;
      const end = Math.min(to, isFar ? quoteAt : at + STRIDE);
      (isFar ? leap : step)(bytes, at, end);
      at = end;
    }
  };
  const next: Scanner['next'] = (bytes, from) => {
    let now = state;
    for (let at = from; at < bytes.length; at += 1) {
      const byte = bytes[at] as number;
      now = table[now | byte] as number;
      if (byte !== LINE_FEED || now !== states.start) continue;
      state = now;
      return at + 1;
    }
    state = now;
    return -1;
  };
  return { pass, next };
};

export const createScanner = (format: RecordFormat): Scanner =>
  format.kind === 'csv' ? quotedScanner(format) : lines;
