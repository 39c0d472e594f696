import type { CheckRecord } from '../../kit/record.js';
import { html, type Markup, type Part } from '../html.js';
import { badge } from '../pieces.js';
import type { RenderSection } from '../section.js';
import { drawTable } from '../table.js';

const verdict = (passed: boolean, severity: CheckRecord['severity']): Markup => {
  if (passed) return badge('good', 'passed');
  return severity === 'error' ? badge('bad', 'failed') : badge('warn', 'warning');
};

const rowsOf = ({ node, severity, passed, results }: CheckRecord): readonly (readonly Part[])[] => {
  const meaning = severity === 'error' ? 'stops the publish' : 'warns';
  const name = html`<code>${node}</code>`;
  return results.length === 0
    ? [[name, verdict(passed, severity), '', '', meaning]]
    : results.map((result) => [
        name,
        verdict(result.passed, severity),
        html`<code>${result.rule}</code>`,
        result.message,
        meaning,
      ]);
};

/** Every rule that was held against the data, and what was measured. */
export const checks: RenderSection = ({ checks: items }) =>
  items.length === 0
    ? undefined
    : {
        id: 'checks',
        title: 'Checks',
        size: items.length,
        body: drawTable({
          label: 'Results of checks',
          columns: [
            { header: 'Check' },
            { header: 'Result' },
            { header: 'Rule' },
            { header: 'Measured' },
            { header: 'If it fails' },
          ],
          rows: items.flatMap(rowsOf),
        }),
      };
