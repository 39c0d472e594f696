import type { InputRecord } from '../../kit/record.js';
import { bytes, count, counted } from '../format.js';
import { html, type Markup, type Part } from '../html.js';
import { rowsCell, time } from '../pieces.js';
import type { RenderSection } from '../section.js';
import { drawTable } from '../table.js';

const SHOWN = 500;

type File = InputRecord['files'][number];

const drawFile = ({ name, bytes: size, modified }: File): Markup =>
  html`<li><code>${name}</code> <span class="soft">${bytes(size)}, ${time(modified)}</span></li>`;

const filesCell = (files: InputRecord['files']): Part => {
  const [first, ...others] = files;
  if (!first) return html`<span class="soft">none</span>`;
  if (others.length === 0) return html`<code>${first.name}</code>`;
  const rest = files.length - SHOWN;
  return html`<details><summary>${counted(files.length, 'file')}</summary><ul class="files">${files
    .slice(0, SHOWN)
    .map(drawFile)}${rest > 0 ? html`<li>… and ${count(rest)} more</li>` : undefined}</ul></details>`;
};

const latest = (files: InputRecord['files']): Part => {
  const newest = files
    .map(({ modified }) => modified)
    .sort()
    .at(-1);
  return newest === undefined ? '' : time(newest);
};

const row = ({ node, files, rows }: InputRecord): readonly Part[] => {
  const size = files.reduce((sum, file) => sum + file.bytes, 0);
  return [
    html`<code>${node}</code>`,
    filesCell(files),
    html`<span title="${count(size)} bytes">${bytes(size)}</span>`,
    rowsCell(rows),
    latest(files),
  ];
};

/** The files that were read. */
export const inputs: RenderSection = ({ inputs: items }) =>
  items.length === 0
    ? undefined
    : {
        id: 'inputs',
        title: 'Inputs',
        size: items.length,
        body: drawTable({
          label: 'Files that were read',
          columns: [
            { header: 'Node' },
            { header: 'Files' },
            { header: 'Size', align: 'right' },
            { header: 'Rows', align: 'right' },
            { header: 'Last change' },
          ],
          rows: items.map(row),
        }),
      };
