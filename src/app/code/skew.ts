import { count, plural } from '../../base/number-text.js';
import type { Decision, TransformDeclaration } from '../../kit/index.js';
import type { Sharing } from '../../planner/index.js';
import type { Shared } from './by-key.js';

const keysText = (keys: number, { by }: TransformDeclaration): string =>
  by.length === 0 ? 'all rows' : plural(keys, 'key');

const chosen = ({ giants, partitions }: Shared, declaration: TransformDeclaration): string => {
  const keys = keysText(giants.length, declaration);
  if (declaration.shape === 'partitioned') return `${keys} in a partition each, begun first`;
  const ranges = partitions.filter(({ rangeOf }) => rangeOf !== undefined).length;
  return `${keys} by range in ${plural(ranges, 'partition')}, merged`;
};

/** What was decided about keys of many rows: a decision of the run, since before it nobody knew; undefined without such. */
export const skewDecision = (
  shared: Shared,
  declaration: TransformDeclaration,
  { giant }: Pick<Sharing, 'giant'>,
): Decision | undefined => {
  if (shared.giants.length === 0) return undefined;
  const most = Math.max(...shared.giants.map(({ rows }) => rows));
  const largest =
    declaration.by.length === 0
      ? `there are ${plural(most, 'row')}`
      : `the largest key has ${count(most)} of ${plural(shared.rows, 'row')}`;
  return {
    about: 'skew',
    action: 'adapt',
    chosen: chosen(shared, declaration),
    evidence: `${largest}; more than ${count(giant)} are kept apart`,
    alternatives: [],
  };
};
