import { isError } from '../../base/errors/index.js';
import type { CheckRecord, RunRecord } from '../../kit/record.js';
import type { NodeMark } from './card.js';

const markOf = ({ passed, severity }: CheckRecord): NodeMark => {
  if (passed) return 'passed';
  return severity === 'error' ? 'failed' : 'warned';
};

/** What to mark in the graph: how checks ended, and the nodes that problems name. Errors win. */
export const marksOf = ({ checks, problems }: RunRecord): ReadonlyMap<string, NodeMark> => {
  const errors = problems.filter(isError);
  const warnings = problems.filter((item) => !isError(item));
  const named = (items: RunRecord['problems'], mark: NodeMark) =>
    items.flatMap(({ node }) => (node === undefined ? [] : [[node, mark] as const]));
  return new Map([
    ...named(warnings, 'warned'),
    ...checks.map((check) => [check.node, markOf(check)] as const),
    ...named(errors, 'failed'),
  ]);
};
