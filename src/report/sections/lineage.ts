import type { ColumnLineage, SourceColumn } from '../../kit/record.js';
import { counted } from '../format.js';
import { html, joined, type Markup } from '../html.js';
import type { RenderSection } from '../section.js';
import { drawTable } from '../table.js';

const source = ({ node, column }: SourceColumn): Markup =>
  html`<code><span class="soft">${node}.</span>${column}</code>`;

const sources = (items: readonly SourceColumn[]): Markup =>
  items.length === 0
    ? html`<span class="soft">no source column</span>`
    : html`<span class="chips"><span class="arrow" aria-hidden="true">←</span> ${joined(items.map(source), ' ')}</span>`;

/** Folded where there are several outputs or many columns: the first thing seen stays short. */
const drawOutput = (output: string, columns: ColumnLineage[string], isOpen: boolean): Markup => {
  const entries = Object.entries(columns);
  return html`<details class="panel fold"${isOpen ? html` open` : undefined}><summary><code>${output}</code> <span class="soft">${counted(entries.length, 'column')}</span></summary>${drawTable(
    {
      label: `Sources of the columns of ${output}`,
      columns: [{ header: 'Column' }, { header: 'Made from' }],
      rows: entries.map(([name, items]) => [html`<code>${name}</code>`, sources(items)]),
    },
  )}</details>`;
};

/** Which source columns each column of an output was made from. */
export const lineage: RenderSection = ({ lineage: outputs }) => {
  const entries = Object.entries(outputs);
  const size = entries.reduce((sum, [, columns]) => sum + Object.keys(columns).length, 0);
  if (size === 0) return undefined;
  return {
    id: 'lineage',
    title: 'Column lineage',
    size,
    body: html`${entries.map(([output, columns]) => drawOutput(output, columns, size <= 30))}`,
  };
};
