const BLOCKS = [...'▁▂▃▄▅▆▇█'];
const ASCII = [...'.:-=+*#@'];

/** Heights as one line of bars; none at all is a space. */
export const bars = (counts: readonly number[], isUnicode: boolean): string => {
  const marks = isUnicode ? BLOCKS : ASCII;
  const highest = Math.max(1, ...counts);
  return counts
    .map((height) => (height === 0 ? ' ' : (marks[Math.ceil((height / highest) * marks.length) - 1] ?? ' ')))
    .join('');
};

/** Text of data that cannot move the cursor of a terminal. */
export const printable = (text: string): string =>
  // Names and values come from files: control and direction characters in them are shown as such.
  text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, '\uFFFD');

/** Text of at most so many characters. */
export const clipped = (text: string, width: number): string => {
  const characters = [...text];
  return characters.length <= width ? text : `${characters.slice(0, Math.max(0, width - 1)).join('')}…`;
};

/** A number in few digits, a long text of one as it is. */
export const numberText = (value: string | number): string => {
  const number = Number(value);
  if (Number.isSafeInteger(number)) return String(number);
  if (!Number.isFinite(number) || Number.isInteger(number)) return String(value);
  return String(Number(number.toPrecision(6)));
};
