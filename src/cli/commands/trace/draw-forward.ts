import type { LeftRows, Trace, TracedEdge, TracedNode } from '../../../app/trace/index.js';
import { plural } from '../../../base/number-text.js';
import type { Look } from '../../terminal.js';
import { printable } from '../../text.js';
import { cellText, tableLines } from './table.js';

const INDENT = '   ';

/** Past so many columns the values behind a reason tell less than the rows above. */
const FEW = 4;

/** `(delay = 3)`, for each of the rows that are shown. */
const valuesText = ({ columns, values, rows }: LeftRows): string => {
  if (columns.length === 0 || columns.length > FEW || values.length === 0) return '';
  const texts = values.map((row) =>
    columns.map(({ name }, index) => `${printable(name)} = ${cellText(row[index])}`).join(', '),
  );
  return ` (${[...texts, ...(rows > values.length && values.length > 1 ? ['…'] : [])].join('; ')})`;
};

/** Words in lines of at most so many characters. */
const wrapped = (text: string, width: number): readonly string[] => {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length + 1 <= width)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
};

const leftLines = (left: LeftRows, { width, paint }: Look): readonly string[] => {
  const text = `${plural(left.rows, 'row')} ${printable(left.reason)}${valuesText(left)}`;
  return wrapped(text, width - INDENT.length - 2).map(
    (line, index) => INDENT + (index === 0 ? '' : '  ') + paint.yellow(line),
  );
};

const edgeText = (trace: Trace, { node, arrived = 0, how }: TracedEdge): string => {
  const from = trace.nodes.find(({ name }) => name === node);
  const all = from?.rows ?? 0;
  const part = arrived === all ? plural(all, 'row') : `${arrived} of ${plural(all, 'row')}`;
  return `${part} of "${from?.node ?? node}"${how && arrived > 0 ? `: ${how}` : ''}`;
};

const kindText = ({ kind }: TracedNode): string => (kind === 'types' ? 'before its contract' : kind);

const stepLines = (trace: Trace, node: TracedNode, look: Look): readonly string[] => {
  const { paint, width, isUnicode } = look;
  const arrow = node.inputs.length === 0 ? '' : isUnicode ? '↓ ' : '-> ';
  const gone = node.rows === 0 ? paint.red('no row is there any more') : plural(node.rows, 'row');
  const left = node.inputs.flatMap((edge) => edge.left ?? []);
  const through = node.rows === 0 ? [] : node.inputs.map((edge) => `from ${edgeText(trace, edge)}`);
  return [
    `${arrow}${paint.bold(printable(node.node))}  ${kindText(node)}, ${gone}`,
    ...through.map((line) => INDENT + paint.dim(line)),
    ...left.flatMap((one) => leftLines(one, look)),
    ...tableLines(node, width - INDENT.length).map((line) => INDENT + line),
    ...(node.values.length > 0 && node.rows > node.values.length
      ? [`${INDENT}and ${plural(node.rows - node.values.length, 'more row')}`]
      : []),
  ];
};

/** Rows on their way down, node by node, as far as any is there. */
export const drawForward = (trace: Trace, look: Look): readonly string[] => {
  const isReached = ({ inputs }: TracedNode): boolean =>
    inputs.length === 0 ||
    inputs.some(({ node }) => (trace.nodes.find(({ name }) => name === node)?.rows ?? 0) > 0);
  return trace.nodes.filter(isReached).flatMap((node) => stepLines(trace, node, look));
};
