import { joined, keyword, type Rule, type Sql, sql } from '../../kit/index.js';

/** Of conditions with `and` between them, one that is false makes the whole false, and a null otherwise changes nothing. */
export const allHold = (rules: readonly Rule[]): Sql =>
  rules.length === 0
    ? keyword('true')
    : sql`coalesce(${joined(
        rules.map(({ holds }) => sql`(${holds})`),
        ' and ',
      )}, true)`;
