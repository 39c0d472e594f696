import type { Cell } from '../../kit/engine.js';
import { html, type Part } from '../html.js';

const SHOWN = 120;
const IN_TITLE = 2000;

/** The type's own name says whether its values stand right: `DECIMAL(18,3)` does, `BIGINT[]` does not. */
export const isNumeric = (type: string): boolean =>
  /^(U?(TINY|SMALL|BIG|HUGE)INT|U?INTEGER|FLOAT|DOUBLE|REAL|(DECIMAL|NUMERIC)(\(.*\))?|BIGNUM|VARINT)$/i.test(
    type.trim(),
  );

const oneLine = (text: string): string =>
  text.replaceAll('\r\n', '↵').replaceAll('\n', '↵').replaceAll('\t', '⇥');

const cut = (text: string, length: number): string =>
  text.length <= length ? text : `${text.slice(0, length)}…`;

const drawText = (text: string): Part => {
  if (text === '') return html`<span class="null">empty</span>`;
  const shown = oneLine(cut(text, SHOWN));
  return text.length <= SHOWN ? shown : html`<span title="${cut(text, IN_TITLE)}">${shown}</span>`;
};

/** A value as the table shows it: null and empty text as words of their own, long texts cut, structures as JSON. */
export const drawCell = (value: Cell | undefined): Part => {
  if (value === null || value === undefined) return html`<span class="null">null</span>`;
  if (typeof value === 'string') return drawText(value);
  return typeof value === 'object' ? drawText(JSON.stringify(value)) : String(value);
};
