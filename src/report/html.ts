/** HTML that is safe to put into a page. Only `html` and `trusted` make it. */
export interface Markup {
  readonly kind: 'markup';
  readonly text: string;
}

/** What may stand in a template: texts and numbers are escaped, nothing stands for itself. */
export type Part = Markup | string | number | undefined | readonly Part[];

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '`': '&#96;',
};

/** Marks that turn the direction of the text after them, by which a text can look like another one. */
const isTurning = (code: number): boolean =>
  (code >= 0x202a && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069);

/** Control characters get their picture (`␀`), halves of characters the replacement mark. */
const visible = (char: string): string => {
  const code = char.codePointAt(0) ?? 0;
  if (isTurning(code)) return `[U+${code.toString(16).toUpperCase()}]`;
  if (code < 0x20) return String.fromCodePoint(0x2400 + code);
  return code === 0x7f ? '\u2421' : '\ufffd';
};

const unseen = /[^\P{Cc}\t\n]|\p{Cs}|[\u202a-\u202e\u2066-\u2069]/gu;

/** Any text as HTML, for content and for attributes in quotes; what could not be seen is made visible. */
export const escapeText = (text: string): string =>
  text.replace(unseen, visible).replace(/[&<>"'`]/g, (char) => entities[char] ?? char);

const isMarkup = (part: Exclude<Part, undefined>): part is Markup =>
  typeof part === 'object' && 'kind' in part && part.kind === 'markup';

const render = (part: Part): string => {
  if (part === undefined) return '';
  if (typeof part === 'string' || typeof part === 'number') return escapeText(String(part));
  return isMarkup(part) ? part.text : part.map(render).join('');
};

/** HTML that was written by this room, never anything that came from a record. */
export const trusted = (text: string): Markup => ({ kind: 'markup', text });

/**
 * HTML from a template; everything that is put in is escaped unless it is `Markup`.
 *
 * @example
 * html`<b title="${name}">${name}</b>`
 */
export const html = (strings: TemplateStringsArray, ...parts: readonly Part[]): Markup =>
  trusted(strings.map((text, index) => text + render(parts[index])).join(''));

/** Parts with something between them. */
export const joined = (parts: readonly Part[], between: Part): Markup =>
  trusted(parts.map(render).join(render(between)));
