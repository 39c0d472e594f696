/** Width of a character in parts of the font size, near enough for a proportional font. */
const widthOf = (char: string): number => {
  if (/[\u1100-\u11ff\u2e80-\ud7ff\uf900-\ufaff\uff00-\uff60\u{1f000}-\u{3ffff}]/u.test(char)) return 1.05;
  if (/[\u00a0\u202f ilj.,:;|'`!I]/.test(char)) return 0.32;
  return /[mwMW@%]/.test(char) ? 0.92 : /[A-Z]/.test(char) ? 0.7 : 0.58;
};

/** Width of a text in pixels, estimated, since there is no font at hand. */
export const textWidth = (text: string, fontSize: number): number =>
  Array.from(text).reduce((sum, char) => sum + widthOf(char) * fontSize, 0);

/** The text, or its beginning and `…` where it is wider than the given pixels. */
export const fitted = (text: string, fontSize: number, pixels: number): string => {
  if (text.length * fontSize < pixels || textWidth(text, fontSize) <= pixels) return text;
  let used = fontSize;
  let kept = '';
  for (const char of text) {
    used += widthOf(char) * fontSize;
    if (used > pixels) break;
    kept += char;
  }
  return `${kept.trimEnd()}…`;
};
