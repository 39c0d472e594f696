/** For each UTF-16 unit of a value where it starts and ends in the source; `end` is that of the whole. */
export interface Offsets {
  readonly starts: readonly number[];
  readonly ends: readonly number[];
  readonly end: number;
}

/** A stretch of the source and the text that it stands for. */
interface Unit {
  readonly text: string;
  readonly length: number;
}

const HEX = /\\(?:x([0-9a-f]{2})|u([0-9a-f]{4})|U([0-9a-f]{8}))/iy;
const CONTINUED = /\\\r?\n[ \t]*/y;
const BREAK = /[ \t]*(?:\r?\n[ \t]*)+/y;

const LETTERS: Readonly<Record<string, string>> = {
  '0': '\0',
  a: '\x07',
  b: '\b',
  e: '\x1b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  N: '\u0085',
  _: '\u00a0',
  L: '\u2028',
  P: '\u2029',
};

const execAt = (pattern: RegExp, source: string, at: number): RegExpExecArray | null => {
  pattern.lastIndex = at;
  return pattern.exec(source);
};

const escaped = (source: string, at: number): Unit => {
  const continued = execAt(CONTINUED, source, at)?.[0];
  if (continued !== undefined) return { text: '', length: continued.length };
  const [hex, ...digits] = execAt(HEX, source, at) ?? [];
  const code = digits.find((each) => each !== undefined);
  if (hex !== undefined && code !== undefined) {
    return { text: String.fromCodePoint(Number.parseInt(code, 16)), length: hex.length };
  }
  const letter = source[at + 1] ?? '';
  return { text: LETTERS[letter] ?? letter, length: 2 };
};

/** One line break becomes a space, each further one stays. */
const folded = (whole: string): Unit => {
  const breaks = whole.split('\n').length - 1;
  return { text: breaks === 1 ? ' ' : '\n'.repeat(breaks - 1), length: whole.length };
};

const unitAt = (source: string, at: number, quote: string): Unit => {
  const character = source[at] ?? '';
  if (quote === '"' && character === '\\') return escaped(source, at);
  const broken = /\s/.test(character) ? execAt(BREAK, source, at)?.[0] : undefined;
  if (broken !== undefined) return folded(broken);
  return { text: character, length: quote === "'" && source.startsWith("''", at) ? 2 : 1 };
};

/** Offsets of a plain or quoted scalar; `start` and `end` leave the quotes out. Undefined where they do not fit. */
export const flowOffsets = (
  source: string,
  start: number,
  end: number,
  quote: string,
  value: string,
): Offsets | undefined => {
  const starts: number[] = [];
  const ends: number[] = [];
  let text = '';
  for (let at = start; at < end; ) {
    const unit = unitAt(source, at, quote);
    for (let index = 0; index < unit.text.length; index += 1) {
      starts.push(at);
      ends.push(at + unit.length);
    }
    text += unit.text;
    at += unit.length;
  }
  return text === value ? { starts, ends, end } : undefined;
};
