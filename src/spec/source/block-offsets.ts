import type { Offsets } from './flow-offsets.js';

const isSpace = (character: string | undefined): boolean => character !== undefined && /\s/.test(character);

/** Where a run of white space of the value stands: right before what follows it, as far as it is the same. */
const spaces = (source: string, from: number, to: number, run: string): number[] => {
  const offsets: number[] = [];
  let at = to;
  for (let index = run.length - 1; index >= 0; index -= 1) {
    if (at > from && (source[at - 1] === run[index] || run[index] === '\n')) at -= 1;
    offsets.push(at);
  }
  return offsets.reverse();
};

/**
 * Offsets of a `|` or `>` scalar: what is not white space stands in the source in the same order,
 * whatever was taken off before it or folded into a space.
 */
export const blockOffsets = (
  source: string,
  start: number,
  end: number,
  value: string,
): Offsets | undefined => {
  const offsets: number[] = [];
  let at = Math.max(start, source.indexOf('\n', start) + 1);
  for (let index = 0; index < value.length; ) {
    const from = at;
    let next = index;
    while (isSpace(value[next])) next += 1;
    while (at < end && isSpace(source[at])) at += 1;
    for (const offset of spaces(source, from, at, value.slice(index, next))) offsets.push(offset);
    if (next < value.length) {
      if (source[at] !== value[next]) return undefined;
      offsets.push(at);
      at += 1;
    }
    index = next + 1;
  }
  return { starts: offsets, ends: offsets.map((offset) => offset + 1), end: at };
};
