import {
  type Contract,
  findColumn,
  identifier,
  isRepaired,
  joined,
  literal,
  namedIn,
  quoted,
  type Rule,
  repairCounter,
  type Schema,
  type Sql,
  sql,
  writtenAs,
} from '../../kit/index.js';
import { allHold } from './holds.js';

/** A column that was normalised, with what tells whether one of its values was changed by that, and goes on. */
export interface Repair {
  readonly column: string;
  readonly isRepaired: Sql;
}

/** The columns of a contract that are normalised. */
export const repairsOf = (contract: Contract, schema: Schema, mending: readonly Rule[]): readonly Repair[] =>
  namedIn(contract.columns, schema).flatMap(([{ name, type }, { meaning }]) => {
    const written = findColumn(schema, writtenAs(name))?.name;
    if (!meaning?.normalise || written === undefined) return [];
    const changed = isRepaired(identifier(written), identifier(name), type);
    const own = mending.filter(({ columns }) => columns.includes(name));
    return [{ column: name, isRepaired: own.length === 0 ? changed : sql`(${changed} and ${allHold(own)})` }];
  });

/**
 * Whether a row goes on, and of one that does the values counted that were repaired. The engine works out what stands behind
 * `then` for the rows that come to it alone, so that a row is counted once and only where it goes on.
 */
export const countingRepairs = (node: string, repairs: readonly Repair[], goes: Sql): Sql => {
  if (repairs.length === 0) return goes;
  const counts = repairs.map(
    (repair, place) =>
      sql`case when ${repair.isRepaired} then nextval(${literal(quoted(repairCounter(node, place)))}) > 0 else true end`,
  );
  return sql`case when ${goes} then ${joined(counts, ' and ')} else false end`;
};
