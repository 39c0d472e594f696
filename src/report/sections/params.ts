import { html } from '../html.js';
import type { RenderSection } from '../section.js';
import { drawTable } from '../table.js';

/** The parameters that the run was given or that the document defaults to. */
export const params: RenderSection = ({ params: values }) => {
  const entries = Object.entries(values);
  if (entries.length === 0) return undefined;
  return {
    id: 'params',
    title: 'Parameters',
    size: entries.length,
    body: drawTable({
      label: 'Parameters of the run',
      columns: [{ header: 'Name' }, { header: 'Value' }],
      rows: entries.map(([name, value]) => [html`<code>$${name}</code>`, html`<code>${value}</code>`]),
    }),
  };
};
