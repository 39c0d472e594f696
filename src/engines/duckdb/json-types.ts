const WIDE = /\bU?HUGEINT\b|\bDECIMAL\((1[6-9]|[23]\d),(\d+)\)/g;

/** Each part of a type outside of the names in quotes. */
const outsideNames = (type: string, change: (text: string) => string): string =>
  type
    .split(/("(?:[^"]|"")*")/)
    .map((part, index) => (index % 2 === 0 ? change(part) : part))
    .join('');

/**
 * The type in which the engine reads a value of a JSON file without an error. It keeps whole numbers of any width as
 * text, and of other numbers 64 bits: what a reader of the file has of them.
 */
export const jsonType = (type: string): string => {
  if (/^U?HUGEINT$|^DECIMAL\(\d+,0\)$/.test(type)) return 'VARCHAR';
  return outsideNames(type, (text) => text.replaceAll(WIDE, 'DOUBLE'));
};
