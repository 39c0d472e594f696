import type { NodeRecord } from '../../kit/record.js';
import type { Schema } from '../../kit/schema.js';
import { counted } from '../format.js';
import { html, type Part } from '../html.js';
import { chips, rowsCell } from '../pieces.js';
import type { RenderSection } from '../section.js';
import { drawTable } from '../table.js';

const schemaCell = (schema: Schema): Part =>
  schema.length === 0
    ? html`<span class="soft">none</span>`
    : html`<details><summary>${counted(schema.length, 'column')}</summary><ul class="columns">${schema.map(
        ({ name, type }) => html`<li><code>${name}</code> <span class="type">${type}</span></li>`,
      )}</ul></details>`;

const row = (node: NodeRecord): readonly Part[] => [
  html`<code>${node.name}</code>`,
  html`<span class="kind ${node.family}">${node.kind}</span>`,
  chips(node.inputs),
  node.stage === undefined ? html`<span class="soft">none</span>` : html`<code>${node.stage}</code>`,
  rowsCell(node.rows),
  schemaCell(node.schema),
];

/** Every node of the pipeline. */
export const nodes: RenderSection = ({ nodes: items }) =>
  items.length === 0
    ? undefined
    : {
        id: 'nodes',
        title: 'Nodes',
        size: items.length,
        body: drawTable({
          label: 'Nodes of the pipeline',
          columns: [
            { header: 'Node' },
            { header: 'Kind' },
            { header: 'Reads' },
            { header: 'Stage' },
            { header: 'Rows', align: 'right' },
            { header: 'Columns' },
          ],
          rows: items.map(row),
        }),
      };
