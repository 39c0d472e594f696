import type { RunRecord } from '../kit/record.js';
import { count } from './format.js';
import { html, type Markup, type Part } from './html.js';

/** A part of the page. Sections with nothing to say are left out, and the navigation with them. */
export interface Section {
  readonly id: string;
  readonly title: string;
  /** How many things it shows; stands beside the title. */
  readonly size?: number;
  readonly body: Markup;
}

export type RenderSection = (record: RunRecord) => Section | undefined;

const sizeOf = ({ size }: Section): Markup | undefined =>
  size === undefined ? undefined : html` <span class="size">${count(size)}</span>`;

/** A section as a landmark of its own. */
export const drawSection = (section: Section): Markup =>
  html`<section id="${section.id}" aria-labelledby="${section.id}-title">
<h2 id="${section.id}-title">${section.title}${sizeOf(section)}</h2>
${section.body}
</section>
`;

/** Links to the sections. */
export const drawNavigation = (sections: readonly Section[]): Markup => {
  const links = sections.map(
    (section) => html`<li><a href="#${section.id}">${section.title}${sizeOf(section)}</a></li>`,
  );
  return html`<nav aria-label="Sections of the report"><ul>${links}</ul></nav>\n`;
};

/** A box that scrolls sideways by itself, by mouse, touch or keyboard, so that the page never does. */
export const scrolling = (label: string, content: Part): Markup =>
  html`<div class="scroll" role="region" aria-label="${label}" tabindex="0">${content}</div>\n`;
