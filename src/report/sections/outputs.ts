import type { MergeRecord } from '../../kit/record.js';
import type { PublishedOutput } from '../../kit/storage.js';
import { bytes, count, filesText, shortHash } from '../format.js';
import { html, type Markup } from '../html.js';
import type { RenderSection } from '../section.js';
import { drawTable } from '../table.js';

const target = (item: PublishedOutput): Markup => {
  const files = filesText(item);
  return html`<code>${item.target}</code>${files && html` <span class="soft">${files}</span>`}`;
};

const rowsHash = ({ rowHash }: PublishedOutput): Markup | string =>
  rowHash
    ? html`<code class="soft" title="${rowHash.value}, by ${rowHash.by}">${shortHash(rowHash.value)}</code>`
    : '';

/** How a target was written; of a merge, what became of its rows. */
const modeText = ({ node, mode }: PublishedOutput, merges: readonly MergeRecord[]): string => {
  const merge = merges.find((item) => item.node === node);
  if (!merge) return mode;
  const { added, replaced, kept } = merge;
  return `${mode}: ${count(added)} added, ${count(replaced)} replaced, ${count(kept)} left alone`;
};

/** What readers can see since the run. */
export const outputs: RenderSection = ({ outputs: items, merges = [] }) => ({
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
            { header: 'Rows hash' },
          ],
          rows: items.map((item) => [
            html`<code>${item.node}</code>`,
            target(item),
            modeText(item, merges),
            count(item.rows),
            html`<span title="${count(item.bytes)} bytes">${bytes(item.bytes)}</span>`,
            html`<code class="soft" title="${item.sha256}">${shortHash(item.sha256)}</code>`,
            rowsHash(item),
          ]),
        }),
});
