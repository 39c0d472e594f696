import { once } from '../../base/once.js';
import { literal, type PlainForm, type Sql, sql } from '../../kit/index.js';
import { oneOf } from './one-of.js';
import { matches } from './pattern.js';

/** What stands for one thing: the code that is kept, and every other code and name. */
export interface Names {
  readonly check: (value: Sql) => Sql;
  readonly canonical: (value: Sql) => Sql;
  /** The codes that are kept. */
  readonly plain: PlainForm;
}

/** Words in capitals with the code that each stands for; the first to use a word has it. */
const codesOf = (things: readonly (readonly string[])[]): ReadonlyMap<string, string> => {
  const codes = new Map<string, string>();
  const add = (word: string, code: string): void => {
    const key = word.toUpperCase();
    if (!codes.has(key)) codes.set(key, code);
  };
  for (const [code = ''] of things) add(code, code);
  for (const [code = '', ...others] of things) for (const other of others) add(other, code);
  return codes;
};

/** Parts with `;` between them, each a code and what else stands for it with `|` between. */
export const namesOf = (list: string): Names => {
  const things = once(() => list.split(';').map((part) => part.split('|')));
  const codes = once(() => codesOf(things()));
  const kept = once(() => oneOf(things().map(([code = '']) => code)));
  const known = once(() => oneOf([...codes().keys()]));
  return {
    plain: { holds: (value) => matches(value, kept()) },
    check: (value) => matches(sql`upper(${value})`, known()),
    // Most values have the form already, and the map is slower than the pattern.
    canonical: (value) =>
      sql`case when ${matches(value, kept())} then ${value} else map(${literal([...codes().keys()])}, ${literal([...codes().values()])})[upper(${value})] end`,
  };
};
