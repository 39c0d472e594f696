import type { Span } from '../../kit/index.js';
/** What lines are to be like. */
export interface LineShape {
  readonly columns: readonly Span[];
  /** Characters of a line; what stands between its columns and behind them is left out. */
  readonly length: number;
  /** Whether lines may end before their columns do, where blanks at their ends were taken off. */
  readonly mayBeShort: boolean;
}

/** The values of a line, or why it is no record. */
export type CutLine =
  | { readonly fields: readonly string[]; readonly hasNulls: boolean }
  | { readonly fault: string; readonly isEncoding: boolean };

const SURROGATE = /[\ud800-\udfff]/;

/** What fills lines up, and what old systems end a file with. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: such files are filled up with them
const BLANK = /^[\s\0\u001a]*$/;

export const isBlankLine = (line: string): boolean => BLANK.test(line);

const ENDS = /^[\s\0]+|[\s\0]+$/g;

const trimmed = (text: string): string => (text.includes('\0') ? text.replace(ENDS, '') : text.trim());

const endOf = ({ columns }: LineShape): number =>
  columns.reduce((end, { from, width }) => Math.max(end, from + width - 1), 0);

/** Characters beyond the 65,536 of the first plane take two places in a string, and one in a line. */
const slicer = (line: string): { readonly length: number; slice: (from: number, to?: number) => string } => {
  if (!SURROGATE.test(line)) return line;
  const characters = [...line];
  return { length: characters.length, slice: (from, to) => characters.slice(from, to).join('') };
};

/** Stands where bytes were that are no characters. */
const DAMAGE = '\ufffd';

const count = (length: number): string => `${length} ${length === 1 ? 'character' : 'characters'}`;

/** A function that takes lines apart. */
export const cutter = (shape: LineShape): ((line: string) => CutLine) => {
  const end = endOf(shape);
  return (line) => {
    if (line.includes(DAMAGE)) return { fault: 'has bytes that are no characters', isEncoding: true };
    const text = slicer(line);
    const { length } = text;
    if (length < end && !shape.mayBeShort)
      return { fault: `has ${count(length)}, and its columns end at ${end}`, isEncoding: false };
    if (length > shape.length && !isBlankLine(text.slice(shape.length)))
      return { fault: `has ${count(length)}, and is to have ${shape.length}`, isEncoding: false };
    const values = shape.columns.map(({ from, width }) => trimmed(text.slice(from - 1, from - 1 + width)));
    const hasNulls = values.some((value) => value.includes('\0'));
    return { fields: hasNulls ? values.map((value) => value.replaceAll('\0', '')) : values, hasNulls };
  };
};
