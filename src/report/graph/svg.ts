import type { NodeRecord } from '../../kit/record.js';
import { counted } from '../format.js';
import { html, type Markup } from '../html.js';
import { drawCard, type NodeMark } from './card.js';
import { layoutGraph, type PlacedEdge, type Point } from './layout.js';

export interface GraphOptions {
  /** For whom the picture cannot be seen by; also its tooltip. */
  readonly title: string;
  /** Nodes that the run says something about. */
  readonly marks?: ReadonlyMap<string, NodeMark>;
}

/** A curve that leaves and reaches each point level, as the flow goes. */
const curve = (from: Point, to: Point): string => {
  const middle = Math.round((from.x + to.x) * 5) / 10;
  return from.y === to.y ? `H${to.x}` : `C${middle} ${from.y} ${middle} ${to.y} ${to.x} ${to.y}`;
};

const HEAD = 7;

const drawEdge = ({ points }: PlacedEdge): Markup | undefined => {
  const [start, ...rest] = points;
  const last = rest.at(-1);
  if (!start || !last) return undefined;
  const ends = [...rest.slice(0, -1), { x: last.x - HEAD, y: last.y }];
  const path = ends.map((point, index) => curve(ends[index - 1] ?? start, point)).join('');
  return html`<path class="edge" d="M${start.x} ${start.y}${path}"/><path class="head" d="M${last.x - HEAD - 1} ${last.y - 4}L${last.x - 1} ${last.y}L${last.x - HEAD - 1} ${last.y + 4}Z"/>\n`;
};

const describe = (nodes: readonly NodeRecord[], edges: number, marks: GraphOptions['marks']): string => {
  const failed = nodes.filter(({ name }) => marks?.get(name) === 'failed').map(({ name }) => name);
  const bad = failed.length > 0 ? ` Failed: ${failed.slice(0, 20).join(', ')}.` : '';
  return `${counted(nodes.length, 'node')} and ${counted(edges, 'arrow')}, from left to right.${bad} The table of nodes says the same.`;
};

/** The picture as markup of this room. */
export const graphMarkup = (nodes: readonly NodeRecord[], { title, marks }: GraphOptions): Markup => {
  const { width, height, nodes: placed, edges } = layoutGraph(nodes);
  const cards = placed.map((item) => drawCard(item, marks?.get(item.node.name)));
  return html`<svg class="graph" xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="picture-title picture-desc" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" style="--w:${width}px">
<title id="picture-title">${title}</title>
<desc id="picture-desc">${describe(nodes, edges.length, marks)}</desc>
${edges.map(drawEdge)}${cards}</svg>`;
};

/**
 * Draws the graph of a pipeline as one `<svg>` element, left to right.
 *
 * Its colours come from the style of the page (`.graph` and the custom properties of the report).
 *
 * @returns SVG text in which everything from the record is escaped.
 */
export const renderGraphSvg = (nodes: readonly NodeRecord[], options: GraphOptions): string =>
  graphMarkup(nodes, options).text;
