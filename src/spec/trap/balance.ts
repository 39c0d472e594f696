const CLOSING: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };

interface Scan {
  /** What would close the brackets that are open. */
  readonly open: string[];
  /** The quote that is open. */
  quote: string | undefined;
  /** Whether a bracket closed that was not open. */
  stray: boolean;
}

/** An apostrophe inside a word (`don't`) is no quote. */
const opensQuote = (text: string, at: number): boolean =>
  text[at] === '"' || (text[at] === "'" && !/[\p{L}\d]/u.test(text[at - 1] ?? ''));

const step = (scan: Scan, text: string, at: number): void => {
  const character = text[at] ?? '';
  if (scan.quote !== undefined) {
    if (character === scan.quote) scan.quote = undefined;
  } else if (opensQuote(text, at)) scan.quote = character;
  else if (Object.hasOwn(CLOSING, character)) scan.open.push(CLOSING[character] ?? '');
  else if (')]}'.includes(character)) scan.stray = scan.open.pop() !== character || scan.stray;
};

const isOutside = ({ open, quote }: Scan): boolean => open.length === 0 && quote === undefined;

/** Reads a text as SQL as far as quotes and brackets go. */
const scanned = (text: string): Scan => {
  const scan: Scan = { open: [], quote: undefined, stray: false };
  for (let at = 0; at < text.length; at += 1) step(scan, text, at);
  return scan;
};

/** Whether the brackets of a text close in their order; quotes may stay open. */
export const bracketsFit = (text: string): boolean => {
  const { open, stray } = scanned(text);
  return open.length === 0 && !stray;
};

/** Whether every quote and bracket of a text is closed. */
export const isBalanced = (text: string): boolean => {
  const scan = scanned(text);
  return isOutside(scan) && !scan.stray;
};

/** The first offset outside quotes and brackets that a test picks, or -1; one pass over the text. */
export const findOutside = (text: string, picks: (at: number) => boolean, from = 0): number => {
  const scan: Scan = { open: [], quote: undefined, stray: false };
  for (let at = from; at < text.length; at += 1) {
    if (isOutside(scan) && picks(at)) return at;
    step(scan, text, at);
  }
  return -1;
};

const OPERATOR =
  /\S\s*(?:\|\||[=<>+/,(]|\s-|\b(?:and|or|not|in|like|ilike|between|is|when|then|else|case))$/i;

/** Whether a text stops where an SQL expression must go on: `a = 1 and`. */
export const endsOpen = (text: string): boolean => OPERATOR.test(text.trimEnd().slice(-50));
