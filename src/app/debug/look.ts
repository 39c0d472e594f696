import { sha256 } from '../../base/hash.js';
import { identifier, literal, type Sql, sql } from '../../kit/index.js';
import { nodeNamed } from '../../planner/index.js';
import { countOf, type Desk, firstRows, numbered, numberOf, rowsOf, shownRows, tableOf } from './desk.js';
import type { Found, Rows } from './result.js';

/** How many rows satisfy a condition, and the first of them. */
export const find = async (desk: Desk, node: string, where: Sql, limit: number): Promise<Found> => {
  const counting = sql`select count(*) from ${tableOf(node)} as ${identifier(node)} where ${where}`;
  const matching = await numberOf(desk, node, counting);
  return {
    matching,
    of: await countOf(desk, node),
    first: await firstRows(desk, node, where, limit),
  };
};

/** A share, 0 to 1, that is always the same for a text. */
const shareOf = (text: string): number => Number.parseInt(sha256(text).slice(0, 8), 16) / 2 ** 32;

/** One row of each of so many stretches of equal length, at a place in it that is always the same. */
const spread = (node: string, all: number, rows: number): readonly number[] => {
  const places = Array.from({ length: Math.min(all, rows) }, (_, index) => {
    const [from, to] = [Math.floor((index * all) / rows), Math.floor(((index + 1) * all) / rows)];
    return from + Math.floor(shareOf(`${node} ${index}`) * (to - from)) + 1;
  });
  return all <= rows ? places.map((_, index) => index + 1) : places;
};

/** Rows from all over a node. */
export const sample = async (
  desk: Desk,
  node: string,
  rows: number,
): Promise<{ readonly of: number; readonly shown: Rows }> => {
  const of = await countOf(desk, node);
  const { query, number } = numbered(node, nodeNamed(desk.plan, node).schema);
  const numbers = spread(node, of, rows);
  const chosen = sql`select * from ${query} where ${number} in (select unnest(${literal(numbers)}::bigint[])) order by ${number}`;
  const found = await rowsOf(desk, node, chosen, rows);
  const shown = await shownRows(
    desk,
    node,
    found.map(([, ...row]) => row),
  );
  return { of, shown: { ...shown, numbers: found.map(([first]) => Number(first)) } };
};
