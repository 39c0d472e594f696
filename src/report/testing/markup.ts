/** Elements that have no end. */
const empty = new Set(['meta', '!doctype', 'br', 'hr', 'img', 'link', 'input']);

const tag = /<(\/?)([!a-zA-Z][\w-]*)((?:\s+[\w:-]+(?:="[^"<>]*")?)*)\s*(\/?)>/y;

/**
 * Reads a page strictly: every `<` begins a well-formed tag, every tag is closed in order.
 *
 * @returns the names of all elements, and the first fault.
 */
export const readMarkup = (page: string): { readonly names: readonly string[]; readonly fault?: string } => {
  const text = page.replace(/<style>[^<]*<\/style>/g, '');
  const names: string[] = [];
  const open: string[] = [];
  for (let at = text.indexOf('<'); at >= 0; at = text.indexOf('<', at + 1)) {
    tag.lastIndex = at;
    const [, end, rawName = '', , selfClosed] = tag.exec(text) ?? [];
    const name = rawName.toLowerCase();
    if (name === '') return { names, fault: `no tag: ${text.slice(at, at + 80)}` };
    if (end === '/') {
      if (open.pop() !== name)
        return { names, fault: `</${name}> closes nothing: ${text.slice(at - 80, at + 20)}` };
    } else {
      names.push(name);
      if (!empty.has(name) && selfClosed !== '/') open.push(name);
    }
  }
  return open.length === 0 ? { names } : { names, fault: `not closed: ${open.join(' ')}` };
};

/** A page without the values of attributes, so that their names can be looked for. */
export const withoutValues = (page: string): string => page.replace(/="[^"]*"/g, '=""');

/** What a reader sees: text without tags, entities resolved, spaces made one. */
export const visibleText = (page: string): string =>
  page
    .replace(/<style>[^<]*<\/style>/g, '')
    .replace(/<[^>]*>/g, ' ')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&#96;', '`')
    .replaceAll('&amp;', '&')
    .replace(/[\s\u202f\u00a0]+/g, ' ');
