import type { NodeRecord } from '../../kit/record.js';
import { count } from '../format.js';
import { marksOf } from '../graph/marks.js';
import { graphMarkup } from '../graph/svg.js';
import { html, type Markup } from '../html.js';
import { type RenderSection, scrolling } from '../section.js';

const families = ['read', 'transform', 'check', 'write'] as const;

const legend = (nodes: readonly NodeRecord[]): Markup => {
  const items = families.flatMap((family) => {
    const size = nodes.filter((node) => node.family === family).length;
    return size === 0
      ? []
      : [html`<li class="${family}">${family} <span class="size">${count(size)}</span></li>`];
  });
  return html`<ul class="legend" aria-label="Colours of the graph">${items}</ul>`;
};

/** The picture of the pipeline. */
export const graph: RenderSection = (record) =>
  record.nodes.length === 0
    ? undefined
    : {
        id: 'graph',
        title: 'Graph',
        body: html`<div class="panel">${scrolling(
          'Graph of the pipeline',
          graphMarkup(record.nodes, { title: `Graph of ${record.pipeline}`, marks: marksOf(record) }),
        )}${legend(record.nodes)}</div>`,
      };
