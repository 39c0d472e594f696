import { html, type Markup, type Part } from './html.js';
import { scrolling } from './section.js';

/** A column of a table: what its header says, and how its cells stand. */
export interface TableColumn {
  readonly header: Part;
  readonly align?: 'right';
}

export interface Table {
  /** Said to those who cannot see the table. */
  readonly label: string;
  readonly columns: readonly TableColumn[];
  /** Cells by row; the first of each row is its header. */
  readonly rows: readonly (readonly Part[])[];
  readonly className?: string;
}

const classOf = ({ align }: TableColumn): Markup | undefined =>
  align === 'right' ? html` class="number"` : undefined;

const header = (column: TableColumn): Markup => html`<th scope="col"${classOf(column)}>${column.header}</th>`;

const cell = (column: TableColumn, content: Part, isFirst: boolean): Markup =>
  isFirst
    ? html`<th scope="row"${classOf(column)}>${content}</th>`
    : html`<td${classOf(column)}>${content}</td>`;

const row = (columns: readonly TableColumn[], cells: readonly Part[]): Markup =>
  html`<tr>${columns.map((column, index) => cell(column, cells[index], index === 0))}</tr>\n`;

/** A table in a box of its own that scrolls where the table is wide. */
export const drawTable = ({ label, columns, rows, className }: Table): Markup =>
  scrolling(
    label,
    html`<table${className && html` class="${className}"`}>
<thead><tr>${columns.map(header)}</tr></thead>
<tbody>
${rows.map((cells) => row(columns, cells))}</tbody>
</table>`,
  );
