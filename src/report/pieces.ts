import type { NodeRecord } from '../kit/record.js';
import { count, duration, moment } from './format.js';
import { html, joined, type Markup } from './html.js';

/** A number of rows, or the word that stands for it. */
export const rowsCell = (rows: NodeRecord['rows'] | undefined): Markup | string => {
  if (typeof rows === 'number') return count(rows);
  return rows === undefined
    ? html`<span class="soft">not counted</span>`
    : html`<span class="soft">${rows}</span>`;
};

/** Names as small chips, one after the other. */
export const chips = (names: readonly string[]): Markup =>
  names.length === 0
    ? html`<span class="soft">none</span>`
    : html`<span class="chips">${joined(
        names.map((name) => html`<code>${name}</code>`),
        ' ',
      )}</span>`;

export const time = (iso: string): Markup => html`<time datetime="${iso}">${moment(iso)}</time>`;

/** Seconds for people, with the exact number for the pointer. */
export const seconds = (value: number): Markup => html`<span title="${value} s">${duration(value)}</span>`;

/** Text in which `words in backticks` are code. */
export const prose = (text: string): readonly Markup[] =>
  text.split('`').map((part, index) => (index % 2 === 1 ? html`<code>${part}</code>` : html`${part}`));

export type Tone = 'good' | 'bad' | 'warn' | 'still';

const shapes: Readonly<Record<Tone, string>> = {
  good: 'M2 6.4 L4.8 9.2 L10 3.2',
  bad: 'M2.8 2.8 L9.2 9.2 M9.2 2.8 L2.8 9.2',
  warn: 'M6 1.8 L6 6.8 M6 9.9 L6 10',
  still: 'M4 2.5 L4 9.5 M8 2.5 L8 9.5',
};

/** A word with a colour and a sign, so that it does not hang on the colour alone. */
export const badge = (tone: Tone, label: string): Markup =>
  html`<span class="badge ${tone}"><svg viewBox="0 0 12 12" width="12" height="12" aria-hidden="true"><path d="${shapes[tone]}"/></svg>${label}</span>`;
