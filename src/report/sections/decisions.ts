import type { DecisionRecord } from '../../kit/decision.js';
import { html, type Part } from '../html.js';
import { badge } from '../pieces.js';
import type { RenderSection } from '../section.js';
import { drawTable } from '../table.js';

const tones = { proceed: 'good', adapt: 'warn', quarantine: 'warn', stop: 'bad' } as const;

const row = (decision: DecisionRecord): readonly Part[] => {
  const { node, about, column, action, chosen, evidence, alternatives, files } = decision;
  const [first = '', ...others] = files;
  return [
    html`<code>${node}</code>`,
    column === undefined ? about : html`${about} of <code>${column}</code>`,
    badge(tones[action], action),
    chosen,
    evidence,
    alternatives.join('; '),
    others.length === 0 ? first : `${first} and ${others.length} more`,
  ];
};

/** What was decided about inputs before they were read, with what told so, and what else it could have been. */
export const decisions: RenderSection = ({ decisions: found = [] }) =>
  found.length === 0
    ? undefined
    : {
        id: 'decisions',
        title: 'Decisions',
        size: found.length,
        body: drawTable({
          label: 'What was decided about inputs before they were read',
          columns: ['Input', 'About', 'Action', 'Chosen', 'Evidence', 'Or', 'Files'].map((header) => ({
            header,
          })),
          rows: found.map(row),
        }),
      };
