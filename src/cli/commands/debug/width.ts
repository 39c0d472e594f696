import { eastAsianWidth } from 'get-east-asian-width';

const marks = /^[\p{Mn}\p{Me}]$/u;

/** Columns of a terminal that a character takes: two for most of East Asia and pictures, none for marks over others. */
const characterWidth = (character: string): number =>
  marks.test(character) ? 0 : eastAsianWidth(character.codePointAt(0) ?? 0);

/** Columns of a terminal that a text takes. */
export const widthOf = (text: string): number =>
  [...text].reduce((sum, character) => sum + characterWidth(character), 0);

/** Text of at most so many columns, cut with `…`. */
export const cutTo = (text: string, width: number): string => {
  if (widthOf(text) <= width) return text;
  let [cut, used] = ['', 0];
  for (const character of text) {
    used += characterWidth(character);
    if (used > width - 1) break;
    cut += character;
  }
  return `${cut}…`;
};
