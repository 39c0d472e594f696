/** Draws the same numbers each time (mulberry32, public domain). */
export const randomOf = (seed: number): (() => number) => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
};

export interface Draw {
  readonly number: (below: number) => number;
  readonly one: <T>(of: readonly T[]) => T;
  readonly list: <T>(length: number, make: (index: number) => T) => readonly T[];
}

export const drawOf = (seed: number): Draw => {
  const random = randomOf(seed);
  const number = (below: number): number => Math.floor(random() * below);
  return {
    number,
    one: (of) => of[number(of.length)] as (typeof of)[number],
    list: (length, make) => Array.from({ length }, (_, index) => make(index)),
  };
};

export const WORDS = [
  'order',
  'Ada',
  'Łódź',
  'naïve',
  '東京',
  'Ελλάδα',
  'مرحبا',
  '🚚',
  'a b',
  'x',
  '0',
  '-12.5',
  '1e9',
  '2026-01-31',
  '2026-01-31T09:30:00Z',
  'true',
  'N/A',
  '',
  ' ',
  '#REF!',
  '=1+1',
  '+49 30 1234',
  '@home',
  '100 %',
  '<5',
  'a<b',
  'R&D',
  'it\u2019s',
  'O\u0027Neil',
  'e\u0301',
  '\u00a0',
  'NULL',
  'C:\\temp',
  '../x',
  'http://host/a?b=c&d=e',
  'a/b',
] as const;

/** So many files of a type: the number of each is its seed. */
export const FILES = 100;
