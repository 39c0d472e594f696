import type { Trace, Upstream } from '../../../app/trace/index.js';
import { listed } from '../../../base/diagnostics/suggest.js';
import { plural } from '../../../base/number-text.js';
import type { Look } from '../../terminal.js';
import { printable } from '../../text.js';

const nameOf = ({ node, isBeforeContract }: Upstream): string =>
  printable(isBeforeContract === true ? `${node} before its contract` : node);

const line = (one: Upstream): string => {
  const has = one.rows === undefined ? 'the condition does not fit its columns' : plural(one.rows, 'row');
  const gone = one.goneAt ? `, gone at ${listed(one.goneAt.map((name) => `"${printable(name)}"`))}` : '';
  return `  ${nameOf(one)}: ${has}${gone}`;
};

/** Where the condition holds for no row: which nodes on the way have such rows, and how to follow them. */
export const upstreamLines = (trace: Trace, { paint }: Look): readonly string[] => {
  const { node, where, upstream = [] } = trace;
  const others = upstream.filter((one) => one.node !== node || one.isBeforeContract === true);
  const last = upstream.findLast(({ goneAt }) => goneAt !== undefined);
  return [
    `no row of ${paint.bold(printable(node))} where ${printable(where)}`,
    ...(others.length > 0 ? ['on the way to it:', ...others.map(line)] : []),
    ...(last && trace.to === undefined
      ? [`see what becomes of them with: --node ${last.node} --to ${node}`]
      : []),
  ];
};
