import type { StageRecord } from '../../kit/record.js';
import { count } from '../format.js';
import { html, type Markup } from '../html.js';
import { chips, seconds } from '../pieces.js';
import type { RenderSection } from '../section.js';
import { drawTable } from '../table.js';

const sinks: Readonly<Record<StageRecord['sink'], string>> = {
  table: 'kept for later stages',
  file: 'written as an output',
  rows: 'measured',
};

/** Length of the bar beside the seconds, in percent of the longest stage. */
const bar = (value: number, longest: number): Markup => {
  const share = longest > 0 ? Math.min(100, Math.max(0, (value / longest) * 100)) : 0;
  return html`<span class="bar" aria-hidden="true"><span style="width:${share.toFixed(1)}%"></span></span>`;
};

const triedText = ({ attempts }: StageRecord): string => (attempts ? `, at attempt ${attempts.length}` : '');

/** The statements that the engine ran, and how long each took. */
export const stages: RenderSection = ({ stages: items }) => {
  const longest = items.reduce((most, stage) => Math.max(most, stage.seconds), 0);
  if (items.length === 0) return undefined;
  return {
    id: 'stages',
    title: 'Stages',
    size: items.length,
    body: drawTable({
      label: 'Stages of the run',
      columns: [
        { header: 'Stage' },
        { header: 'Nodes' },
        { header: 'Reads' },
        { header: 'Its rows are' },
        { header: 'Rows', align: 'right' },
        { header: 'Time', align: 'right' },
        { header: html`<span class="unseen">Share of the longest</span>` },
      ],
      rows: items.map((stage) => [
        html`<code>${stage.id}</code>`,
        chips(stage.nodes),
        chips(stage.reads),
        `${sinks[stage.sink] ?? stage.sink}${triedText(stage)}`,
        count(stage.rows),
        seconds(stage.seconds),
        bar(stage.seconds, longest),
      ]),
    }),
  };
};
