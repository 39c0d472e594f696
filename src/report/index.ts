export type { NodeMark } from './graph/card.js';
export {
  type GraphLayout,
  layoutGraph,
  type PlacedEdge,
  type PlacedNode,
  type Point,
} from './graph/layout.js';
export { marksOf } from './graph/marks.js';
export { type GraphOptions, renderGraphSvg } from './graph/svg.js';
export { renderReport } from './page.js';
