import type { OutputSample, RunRecord } from '../../kit/record.js';
import { count, counted } from '../format.js';
import { html, type Markup } from '../html.js';
import type { RenderSection } from '../section.js';
import { drawTable, type TableColumn } from '../table.js';
import { drawCell, isNumeric } from './cell.js';

const columnsOf = ({ schema }: OutputSample): readonly TableColumn[] =>
  schema.map(({ name, type }) => ({
    header: html`<span class="column">${name}</span><span class="type">${type}</span>`,
    ...(isNumeric(type) && { align: 'right' as const }),
  }));

const total = ({ outputs }: RunRecord, { node, rows }: OutputSample): string => {
  const output = outputs.find((item) => item.node === node);
  return output === undefined || output.rows === rows.length
    ? counted(rows.length, 'row')
    : `${count(rows.length)} of ${counted(output.rows, 'row')}`;
};

const drawSample = (record: RunRecord, sample: OutputSample): Markup => {
  const columns = columnsOf(sample);
  return html`<h3><code>${sample.node}</code> <span class="soft">${total(record, sample)}, ${counted(columns.length, 'column')}</span></h3>
${drawTable({
  label: `Sample of ${sample.node}`,
  columns,
  rows: sample.rows.map((row) => columns.map((_, index) => drawCell(row[index]))),
  className: 'sample',
})}`;
};

/** A few rows of each output, as they are. */
export const samples: RenderSection = (record) =>
  record.samples.length === 0
    ? undefined
    : {
        id: 'samples',
        title: 'Samples',
        size: record.samples.length,
        body: html`${record.samples.map((sample) => drawSample(record, sample))}`,
      };
