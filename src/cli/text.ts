import { eastAsianWidth } from 'get-east-asian-width';

/** Text of data that cannot move the cursor of a terminal. */
export const printable = (text: string): string =>
  // Names and values come from files: control and direction characters in them are shown as such.
  text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, '\uFFFD');

const marks = /^[\p{Mn}\p{Me}]$/u;

/** Columns of a terminal that a character takes: two for most of East Asia and pictures, none for marks over others. */
const characterWidth = (character: string): number =>
  marks.test(character) ? 0 : eastAsianWidth(character.codePointAt(0) ?? 0);

/** Columns of a terminal that a text takes. */
export const widthOf = (text: string): number =>
  [...text].reduce((sum, character) => sum + characterWidth(character), 0);

/** Text of at most so many columns, cut with `…`. */
export const clipped = (text: string, width: number): string => {
  if (widthOf(text) <= width) return text;
  let [cut, used] = ['', 0];
  for (const character of text) {
    used += characterWidth(character);
    if (used > width - 1) break;
    cut += character;
  }
  return `${cut}…`;
};

/** Text that takes so many columns: cut where it is longer, with blanks where it is shorter. */
export const padded = (text: string, width: number, isRight = false): string => {
  const cut = clipped(text, width);
  const blanks = ' '.repeat(Math.max(0, width - widthOf(cut)));
  return isRight ? blanks + cut : cut + blanks;
};
