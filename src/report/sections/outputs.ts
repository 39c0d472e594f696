import type { PublishedOutput } from '../../kit/storage.js';
import { bytes, count, filesText, shortHash } from '../format.js';
import { html, type Markup } from '../html.js';
import type { RenderSection } from '../section.js';
import { drawTable } from '../table.js';

const target = (item: PublishedOutput): Markup => {
  const files = filesText(item);
  return html`<code>${item.target}</code>${files && html` <span class="soft">${files}</span>`}`;
};

/** What readers can see since the run. */
export const outputs: RenderSection = ({ outputs: items }) => ({
  id: 'outputs',
  title: 'Outputs',
  size: items.length,
  body:
    items.length === 0
      ? html`<p class="panel nothing">This run published nothing.</p>`
      : drawTable({
          label: 'Published outputs',
          columns: [
            { header: 'Node' },
            { header: 'Target' },
            { header: 'Mode' },
            { header: 'Rows', align: 'right' },
            { header: 'Size', align: 'right' },
            { header: 'SHA-256' },
          ],
          rows: items.map((item) => [
            html`<code>${item.node}</code>`,
            target(item),
            item.mode,
            count(item.rows),
            html`<span title="${count(item.bytes)} bytes">${bytes(item.bytes)}</span>`,
            html`<code class="soft" title="${item.sha256}">${shortHash(item.sha256)}</code>`,
          ]),
        }),
});
