import type { NodeRecord } from '../../kit/record.js';
import { counted } from '../format.js';
import { html, type Markup } from '../html.js';
import { card, type PlacedNode } from './layout.js';
import { fitted, textWidth } from './text-width.js';

/** What the run says about a node, beside its rows. */
export type NodeMark = 'passed' | 'warned' | 'failed';

const INSET = 24;
const EDGE = 14;
const NAME_SIZE = 13.5;
const SMALL_SIZE = 11.5;

const rowsLabel = ({ rows }: NodeRecord): string => (typeof rows === 'number' ? counted(rows, 'row') : rows);

const signs: Readonly<Record<NodeMark, string>> = {
  passed: 'M-3.6 0.2 L-1 2.9 L3.8 -2.6',
  warned: 'M0 -4 L0 0.8 M0 3.6 L0 3.7',
  failed: 'M-3 -3 L3 3 M3 -3 L-3 3',
};

const badge = (mark: NodeMark | undefined): Markup | undefined =>
  mark &&
  html`<g class="sign" transform="translate(${card.width - 18} 18)"><circle r="8"/><path d="${signs[mark]}"/></g>`;

const tooltip = (node: NodeRecord, mark: NodeMark | undefined): string =>
  [`${node.name} (${node.kind})`, rowsLabel(node), ...(mark ? [mark] : [])].join(' · ');

const texts = (node: NodeRecord, mark: NodeMark | undefined): Markup => {
  const rows = rowsLabel(node);
  const right = card.width - EDGE;
  const name = fitted(node.name, NAME_SIZE, right - INSET - (mark ? 20 : 0));
  const kind = fitted(node.kind, SMALL_SIZE, right - INSET - textWidth(rows, SMALL_SIZE) - 10);
  return html`<text class="name" x="${INSET}" y="25">${name}</text><text class="kind" x="${INSET}" y="44">${kind}</text><text class="rows" x="${right}" y="44">${rows}</text>`;
};

/** A node as a rounded card: colour by family, name, kind, rows, and the mark of what went wrong. */
export const drawCard = ({ node, x, y }: PlacedNode<NodeRecord>, mark: NodeMark | undefined): Markup => {
  const classes = ['card', node.family, node.rows === 'unused' ? 'unused' : '', mark ?? ''].filter(Boolean);
  return html`<g class="${classes.join(' ')}" transform="translate(${x} ${y})"><title>${tooltip(node, mark)}</title><rect class="box" width="${card.width}" height="${card.height}" rx="10"/><rect class="family" x="10" y="12" width="4" height="${card.height - 24}" rx="2"/>${texts(node, mark)}${badge(mark)}</g>\n`;
};
