import type { Trace, TracedEdge, TracedNode } from '../../../app/trace/index.js';
import { plural } from '../../../base/number-text.js';
import type { Look } from '../../terminal.js';
import { clipped, printable } from '../../text.js';
import { drawForward } from './draw-forward.js';
import { tableLines } from './table.js';
import { upstreamLines } from './upstream.js';

interface Marks {
  readonly branch: string;
  readonly last: string;
  readonly line: string;
  readonly blank: string;
}

const UNICODE: Marks = { branch: '├─ ', last: '└─ ', line: '│  ', blank: '   ' };
const ASCII: Marks = { branch: '+- ', last: '`- ', line: '|  ', blank: '   ' };

/** The types of a contract are no step of their own to those who read. */
const isPassedOver = ({ kind }: TracedNode): boolean => kind === 'types';

interface Child {
  readonly edge: TracedEdge;
  readonly node: TracedNode;
}

const childrenOf = (trace: Trace, { inputs }: TracedNode): readonly Child[] =>
  inputs.flatMap((edge) => {
    const node = trace.nodes.find(({ name }) => name === edge.node);
    if (!node) return [];
    return isPassedOver(node) ? childrenOf(trace, node) : [{ edge, node }];
  });

/** How the rows of a node became those of its reader. */
const noteOf = ({ how, rough }: Partial<TracedEdge> = {}): string => {
  const notes = [how, rough].filter((note) => note !== undefined);
  return notes.length === 0 ? '' : `: ${notes.join('; ')}`;
};

const more = ({ rows, values }: TracedNode): readonly string[] =>
  values.length > 0 && rows > values.length ? [`and ${plural(rows - values.length, 'more row')}`] : [];

const nodeLines = (
  trace: Trace,
  node: TracedNode,
  edge: TracedEdge | undefined,
  indent: string,
  seen: Set<string>,
  look: Look,
): readonly string[] => {
  const marks = look.isUnicode ? UNICODE : ASCII;
  const { paint, width } = look;
  const alias =
    edge === undefined || edge.port === node.node.split('.').join('_') ? '' : `${printable(edge.port)}: `;
  const title = `${alias}${printable(node.node)}`;
  const rest = `  ${node.kind}, ${plural(node.rows, 'row')}${noteOf(edge)}`;
  const head = paint.bold(title) + clipped(rest, Math.max(0, width - indent.length - title.length));
  if (seen.has(node.name)) return [`${head} ${paint.dim('(see above)')}`];
  seen.add(node.name);
  const children = childrenOf(trace, node);
  const side = children.length > 0 ? marks.line : marks.blank;
  const room = width - indent.length - side.length;
  const own = [...tableLines(node, room), ...more(node)];
  const below = children.flatMap(({ edge, node: child }, index) => {
    const isLast = index === children.length - 1;
    const next = isLast ? marks.blank : marks.line;
    const lines = nodeLines(trace, child, edge, indent + next, seen, look);
    return lines.map((line, at) => (at === 0 ? (isLast ? marks.last : marks.branch) : next) + line);
  });
  return [head, ...own.map((line) => side + paint.dim(line)), ...below];
};

/** A trace as text that fits the width of a terminal. */
export const drawTrace = (trace: Trace, look: Look): string => {
  const [first] = trace.nodes;
  if (!first) return `${upstreamLines(trace, look).join('\n')}\n`;
  const lines =
    trace.direction === 'forward'
      ? drawForward(trace, look)
      : nodeLines(trace, first, undefined, '', new Set(), look);
  return `${lines.join('\n')}\n`;
};
