import * as dagreModule from '@dagrejs/dagre';
import type { NodeRecord } from '../../kit/record.js';

/** The part of dagre that is used here: its own types do not resolve from an ES module. */
interface DagreGraph {
  readonly setGraph: (options: Readonly<Record<string, string | number>>) => void;
  readonly setNode: (id: string, size: { readonly width: number; readonly height: number }) => void;
  readonly setEdge: (from: string, to: string, label: object) => void;
  readonly node: (id: string) => Point;
  readonly edge: (from: string, to: string) => { readonly points?: readonly Point[] };
  readonly graph: () => { readonly width?: number; readonly height?: number };
}

const dagre: { readonly Graph: new () => DagreGraph; readonly layout: (graph: DagreGraph) => void } =
  dagreModule;

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A node's card; `x` and `y` are its upper left corner. All lengths are in SVG user units (pixels). */
export interface PlacedNode<N> extends Point {
  readonly node: N;
}

/** An arrow from the right side of a card to the left side of another, by way of points. */
export interface PlacedEdge {
  readonly from: string;
  readonly to: string;
  readonly points: readonly Point[];
}

export interface GraphLayout<N> {
  readonly width: number;
  readonly height: number;
  readonly nodes: readonly PlacedNode<N>[];
  readonly edges: readonly PlacedEdge[];
}

/** Size of every card. */
export const card = { width: 228, height: 58 } as const;

type GraphNode = Pick<NodeRecord, 'name' | 'inputs'>;

interface Edge {
  readonly from: number;
  readonly to: number;
}

/** `node.port` is an output of `node`, unless a node has that very name. */
const nodeIndex = (input: string, byName: ReadonlyMap<string, number>): number | undefined =>
  byName.get(input) ?? byName.get(input.slice(0, Math.max(0, input.lastIndexOf('.'))));

/** Each pair once; inputs that are no nodes and nodes that read themselves have no arrow. */
const edgesOf = (nodes: readonly GraphNode[]): readonly Edge[] => {
  const byName = new Map(nodes.map(({ name }, index) => [name, index]));
  return nodes.flatMap(({ inputs }, to) => {
    const sources = new Set(inputs.map((input) => nodeIndex(input, byName)));
    return [...sources].flatMap((from) => (from === undefined || from === to ? [] : [{ from, to }]));
  });
};

const BALANCED = 24;

/** Ids are numbers, so that no name can be one of JavaScript's own. */
const id = (index: number): string => `n${index}`;

const laidOut = (size: number, edges: readonly Edge[]): DagreGraph => {
  const graph = new dagre.Graph();
  graph.setGraph({
    rankdir: 'LR',
    // Small graphs are balanced; large ones begin in the corner where a scrolling box begins.
    ...(size > BALANCED && { align: 'UL' }),
    nodesep: 22,
    edgesep: 14,
    ranksep: 48,
    marginx: 12,
    marginy: 14,
  });
  for (let index = 0; index < size; index += 1) graph.setNode(id(index), { ...card });
  for (const { from, to } of edges) graph.setEdge(id(from), id(to), {});
  dagre.layout(graph);
  return graph;
};

/** Layouts are rounded, so that the same graph is the same text on every machine. */
const round = (value: number): number => Math.round(value * 10) / 10;

/** Where an edge passes a column of cards it runs level, from side to side, so that it never crosses one. */
const passing = (points: readonly Point[], columns: ReadonlySet<number>): readonly Point[] =>
  points
    .slice(1, -1)
    .filter(({ x }) => columns.has(round(x)))
    .flatMap(({ x, y }) => [-1, 1].map((side) => ({ x: round(x + (side * card.width) / 2), y: round(y) })));

/**
 * Places the nodes of a pipeline from left to right, each to the right of what it reads.
 *
 * Deterministic; a graph of 600 nodes takes about a second.
 */
export const layoutGraph = <N extends GraphNode>(nodes: readonly N[]): GraphLayout<N> => {
  const edges = edgesOf(nodes);
  const graph = laidOut(nodes.length, edges);
  const placed = nodes.map((node, index) => {
    const { x, y } = graph.node(id(index));
    return { node, x: round(x - card.width / 2), y: round(y - card.height / 2) };
  });
  const columns = new Set(placed.map(({ x }) => round(x + card.width / 2)));
  const place = ({ from, to }: Edge): PlacedEdge[] => {
    const [source, target] = [placed[from], placed[to]];
    if (!source || !target) return [];
    const start = { x: source.x + card.width, y: source.y + card.height / 2 };
    const end = { x: target.x, y: target.y + card.height / 2 };
    const way = passing(graph.edge(id(from), id(to)).points ?? [], columns);
    return [{ from: source.node.name, to: target.node.name, points: [start, ...way, end] }];
  };
  const { width = 0, height = 0 } = graph.graph();
  return {
    width: Math.max(1, Math.ceil(width)),
    height: Math.max(1, Math.ceil(height)),
    nodes: placed,
    edges: edges.flatMap(place),
  };
};
