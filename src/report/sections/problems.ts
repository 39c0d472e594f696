import { isError, type Place, type Problem } from '../../base/errors/index.js';
import { html, type Markup } from '../html.js';
import { badge, prose } from '../pieces.js';
import { type RenderSection, scrolling } from '../section.js';

const MAX_LINE = 200;

/** Three parts of a line: before the mark, under it, after it; long lines are cut around the mark. */
const cut = ({ lineText, column, length }: Place): readonly [string, string, string] => {
  const start = Math.max(0, column - 1);
  const end = Math.min(lineText.length, start + Math.max(1, length));
  const from = lineText.length <= MAX_LINE ? 0 : Math.max(0, start - MAX_LINE / 2);
  const to = Math.min(lineText.length, from + MAX_LINE);
  const [before, after] = [lineText.slice(from, start), lineText.slice(Math.min(end, to), to)];
  return [
    (from > 0 ? '…' : '') + before,
    lineText.slice(start, Math.min(end, to)),
    after + (to < lineText.length ? '…' : ''),
  ];
};

/** The source line with its mark, as an editor shows it. */
const frame = (place: Place, label: string | undefined): Markup => {
  const [before, marked, after] = cut(place);
  const pad = ' '.repeat(before.replaceAll('\t', '  ').length);
  const gutter = ' '.repeat(String(place.line).length);
  const line = html`<span class="gutter">${place.line} │ </span>${before.replaceAll('\t', '  ')}<mark>${marked || ' '}</mark>${after}`;
  const under = html`\n<span class="gutter">${gutter} │ </span>${pad}<span class="label">${'^'.repeat(Math.max(1, marked.length))} ${label}</span>`;
  return scrolling('Source line', html`<pre class="frame">${line}${under}</pre>`);
};

const where = ({ place, node, dataFile, dataLine }: Problem): Markup | undefined => {
  const parts = [
    ...(place ? [html`<code>${place.file}:${place.line}:${place.column}</code>`] : []),
    ...(node === undefined ? [] : [html`node <code>${node}</code>`]),
    ...(dataFile === undefined
      ? []
      : [html`in <code>${dataFile}${dataLine === undefined ? undefined : `:${dataLine}`}</code>`]),
  ];
  return parts.length === 0
    ? undefined
    : html`<p class="where">${parts.map((part) => html`<span>${part}</span> `)}</p>\n`;
};

const notes = (items: readonly string[]): Markup | undefined =>
  items.length === 0
    ? undefined
    : html`<ul class="notes">${items.map((item) => html`<li>${prose(item)}</li>`)}</ul>\n`;

const draw = (item: Problem): Markup => {
  const tone = isError(item) ? 'bad' : 'warn';
  return html`<article class="problem ${tone}">
<h3>${badge(tone, item.code)} <span>${item.message}</span></h3>
${where(item)}${item.place && frame(item.place, item.label)}${notes(item.notes)}${
  item.mend === '' ? undefined : html`<p class="mend"><strong>What to do</strong> ${prose(item.mend)}</p>\n`
}</article>
`;
};

/** What went wrong, in the order it was found, errors first. */
export const problems: RenderSection = ({ problems: items }) =>
  items.length === 0
    ? undefined
    : {
        id: 'problems',
        title: 'Problems',
        size: items.length,
        body: html`${[...items.filter(isError), ...items.filter((item) => !isError(item))].map(draw)}`,
      };
