import { isMap, parseDocument } from 'yaml';

interface Ranged {
  readonly range?: readonly [number, number, number] | null;
}

const startOf = (node: unknown): number | undefined => (node as Ranged | null)?.range?.[0];
const endOf = (node: unknown): number | undefined => (node as Ranged | null)?.range?.[1];

/** The end of the line in which a value ends, with the comment behind it. */
const lineEnd = (text: string, offset: number): number => {
  const last = text[offset - 1] === '\n' ? offset - 1 : offset;
  const end = text.indexOf('\n', last);
  return end < 0 ? text.length : end;
};

/**
 * A document's text with a contract put behind the last key of a node; every other character stays as it is.
 *
 * @param lines the contract's lines under `contract:`, without indent.
 * @returns undefined where the node is written in one line (`{ … }`), which a contract does not fit into.
 */
export const insertContract = (text: string, node: string, lines: readonly string[]): string | undefined => {
  const value = parseDocument(text).getIn(['nodes', node], true);
  if (!isMap(value) || value.flow === true) return undefined;
  const first = startOf(value.items[0]?.key);
  const last = value.items.at(-1);
  const end = endOf(last?.value) ?? endOf(last?.key);
  if (first === undefined || end === undefined) return undefined;
  const indent = ' '.repeat(first - (text.lastIndexOf('\n', first - 1) + 1));
  const contract = ['contract:', ...lines.map((line) => `  ${line}`)].map((line) => `${indent}${line}`);
  const at = lineEnd(text, end);
  return `${text.slice(0, at)}\n${contract.join('\n')}${text.slice(at)}`;
};
