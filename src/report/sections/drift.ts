import type { RunRecord } from '../../kit/record.js';
import { html, type Part } from '../html.js';
import { badge } from '../pieces.js';
import type { RenderSection } from '../section.js';
import { drawTable } from '../table.js';

type Change = NonNullable<RunRecord['drift']>['changes'][number];

const row = ({ node, column, change, was = '', now = '' }: Change): readonly Part[] => [
  html`<code>${node}</code>`,
  html`<code>${column}</code>`,
  badge('warn', change),
  was,
  now,
];

/** The columns of inputs that are not as in the last run that succeeded, side by side. */
export const drift: RenderSection = ({ drift: found }) =>
  found === undefined
    ? undefined
    : {
        id: 'drift',
        title: 'Drift',
        size: found.changes.length,
        body: drawTable({
          label: `Columns of inputs that changed since run ${found.since}`,
          columns: [
            { header: 'Input' },
            { header: 'Column' },
            { header: 'Change' },
            { header: 'In the last run' },
            { header: 'In this run' },
          ],
          rows: found.changes.map(row),
        }),
      };
