/**
 * What the beginning of text says to programs that act on it: browsers take a file for HTML by its first tag (WHATWG MIME
 * Sniffing, 7.1), shells run what begins with `#!`, and viewers open documents by their first characters.
 */
const beginnings: readonly (readonly [RegExp, string])[] = [
  [
    /^<!doctype\s+html|^<(html|head|body|script|iframe|h1|div|font|table|a|style|title|b|br|p|form|img)[\s/>]/i,
    'HTML',
  ],
  [/^<(\w+:)?svg[\s/>]/i, 'SVG'],
  [/^<\?xml[\s?]/i, 'XML'],
  [/^<%/, 'a page of a server'],
  [/^<[a-z!?/]/i, 'markup'],
  [/^#!/, 'a script'],
  [/^%PDF-/, 'PDF'],
  [/^%!PS/, 'PostScript'],
  [/^\{\\rtf/i, 'RTF'],
  [/^@echo\s/i, 'a batch file'],
  [/^GIF8[79]a/, 'GIF'],
];

/** What text begins as, in a word, other than data. */
export const beginsAs = (text: string): string | undefined => {
  const start = text.trimStart().slice(0, 100);
  return beginnings.find(([pattern]) => pattern.test(start))?.[1];
};

/** A line that begins as markup which browsers run. */
export const ACTIVE_LINE = /^[ \t]*<(!doctype|html|head|body|script|iframe|svg|object|embed|\?|%)[\s/>a-z=]/i;
