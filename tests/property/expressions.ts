import { type Column, comparable, lettered, quote, typeOf, valueFor } from './columns.js';
import type { Random } from './random.js';

const comparison = (random: Random, column: Column): string => {
  const name = quote(column);
  const value = (): string => valueFor(random, column);
  const shared = value();
  return random.pick([
    `${name} ${random.pick(['=', '<>', '<', '<=', '>', '>='])} ${value()}`,
    `${name} is ${random.pick(['', 'not '])}null`,
    `${name} is distinct from ${value()}`,
    `${name} in (${value()}, ${value()})`,
    `${name} between ${value()} and ${value()}`,
    `coalesce(${name}, ${shared}) = ${shared}`,
  ]);
};

/** A condition that cannot fail, over columns that can be compared. */
export const condition = (random: Random, columns: readonly Column[]): string => {
  const candidates = comparable(columns);
  if (candidates.length === 0) return random.pick(['true', 'false', 'null::boolean']);
  const one = (): string => comparison(random, random.pick(candidates));
  return random.pick([one, one, () => `${one()} and ${one()}`, () => `${one()} or not (${one()})`])();
};

const fromOthers = (random: Random, target: Column, columns: readonly Column[]): readonly string[] => {
  const from = (letters: string, write: (name: string) => string): readonly string[] =>
    lettered(columns, letters).map((column) => write(quote(column)));
  switch (target.letter) {
    case 'i':
    case 'd':
    case 'n':
      return from('idn', (name) => `try_cast(${name} as double) / 2`);
    case 's':
      return from('idnstmb', (name) => `upper(${name}::varchar) || 'x'`);
    case 'b':
      return [condition(random, columns)];
    case 't':
      return from('m', (name) => name);
    case 'l':
      return from('s', (name) => `[${name}, 'x']`);
    default:
      return [];
  }
};

/** An expression of the target's type over the columns; it cannot fail. */
export const expression = (random: Random, target: Column, columns: readonly Column[]): string => {
  const same = lettered(columns, target.letter).map(quote);
  const choices = [valueFor(random, target), ...same, ...fromOthers(random, target, columns)];
  return `try_cast(${random.pick(choices)} as ${typeOf(target)})`;
};

const countsOf = (columns: readonly Column[]): readonly string[] => [
  'count(*)',
  ...comparable(columns).map((column) => `count(distinct ${quote(column)})`),
  ...lettered(columns, 'in').map((column) => `sum(${quote(column)})`),
];

/** A measure of the target's type that does not depend on the order of rows, and cannot fail. */
export const measure = (random: Random, target: Column, columns: readonly Column[]): string => {
  const same = lettered(comparable(columns), target.letter);
  const extremes = same.map((column) => `${random.pick(['min', 'max'])}(${quote(column)})`);
  const choices = [...extremes, ...(target.letter === 'i' || same.length === 0 ? countsOf(columns) : [])];
  const filter = random.chance(0.3) ? ` filter (where ${condition(random, columns)})` : '';
  return `try_cast((${random.pick(choices)}${filter})::varchar as ${typeOf(target)})`;
};
