import { type Expression, joined, type Sql, sql } from '../../../kit/index.js';

/** The output of the rows that no case takes. */
export const UNMATCHED = 'unmatched';

interface Routing {
  readonly config: {
    readonly cases: Readonly<Record<string, Expression>>;
    readonly match: 'first' | 'all';
  };
  readonly output: string;
}

/** Neither false nor null is a match. */
const isNoMatch = (condition: Expression): Sql => sql`(${condition}) is not true`;

/** The condition of the rows that come out at the output. */
export const conditionOf = ({ config: { cases, match }, output }: Routing): Sql => {
  const own = cases[output];
  const names = Object.keys(cases);
  const before = own === undefined ? names : match === 'first' ? names.slice(0, names.indexOf(output)) : [];
  const others = before.flatMap((name) => (cases[name] ? [isNoMatch(cases[name])] : []));
  return joined([...(own ? [sql`(${own})`] : []), ...others], ' and ');
};

/** Why a row does not come out at the output. */
export const reasonOf = ({ config: { cases }, output }: Routing): string => {
  const own = cases[output];
  return own === undefined ? 'a case takes it' : `\`${own.text}\` does not hold, or a case before takes it`;
};
