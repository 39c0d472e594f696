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

/** A number in few digits, a long text of one as it is. */
export const numberText = (value: string | number): string => {
  const number = Number(value);
  if (Number.isSafeInteger(number)) return String(number);
  if (!Number.isFinite(number) || Number.isInteger(number)) return String(value);
  return String(Number(number.toPrecision(6)));
};
