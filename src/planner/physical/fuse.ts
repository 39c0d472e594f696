import { identifier, joined, type Sql, sql } from '../../kit/index.js';
import type { Step } from './plan.js';

const asTable = ({ node, sql: body }: Step): Sql =>
  sql`${identifier(node)} as not materialized (\n  ${body}\n)`;

/** One query: each node a common table under its name, the last one as the result. */
export const fuse = (steps: readonly Step[]): Sql => {
  const last = steps.at(-1);
  if (!last) throw new Error('a stage without nodes');
  return steps.length === 1
    ? last.sql
    : sql`with ${joined(steps.map(asTable), ',\n')}\nselect * from ${identifier(last.node)}`;
};
