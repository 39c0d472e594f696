import { DuckDBScalarFunction } from '@duckdb/node-api';
import type { CodeRequest, TransformDeclaration, TransformType } from '../../../kit/index.js';
import { type AnyBatch, type Apply, applyAround } from '../../../transforms/index.js';
import { DRIVER_TYPES, GIVEN_TYPES, writeColumn } from './columns.js';
import { vectorOf } from './driver.js';
import type { Working } from './function.js';
import { rowsIn } from './rows-in.js';

/** What a function is called by in the engine that gives values and nothing beside them. */
export const PLAIN = 'author_plain_function';

/** A column that is written, by its name. */
export type Written = readonly [name: string, type: TransformType];

/**
 * The one column that a function makes of one other, a value for each row; undefined where it does anything else, or where
 * its rows can be read once only.
 */
export const plainColumn = ({
  declaration: { shape, reads, writes },
  slice,
}: Pick<CodeRequest, 'declaration' | 'slice'>): Written | undefined => {
  const [first, ...others] = Object.entries(writes);
  const isOneByOne = shape === 'map' && others.length === 0 && Object.keys(reads).length === 1;
  return isOneByOne && slice === undefined ? first : undefined;
};

/** What ends a statement of plain values: the rows are then put through the function that tells more. */
class NotPlain extends Error {}

const valuesOf = (apply: Apply, name: string) => {
  const applied = applyAround(apply, [name], false);
  return (batch: AnyBatch, rows: number, unreadable: ReadonlyMap<number, string>) => {
    const { columns, faults } = applied(batch, rows, unreadable);
    if (faults.size > 0) throw new NotPlain('it threw for a row');
    return columns[name] ?? [];
  };
};

/**
 * The author's function as one that gives values alone: the engine asks it once for each entry of a dictionary, which it
 * does not where the result is a struct. Whatever goes wrong ends the statement. It may be about an entry that no row has
 * (a dictionary may end with null), so that the rows are then to be put through the function of `functionsOf`.
 */
export const plainFunctionOf = (
  { reads }: TransformDeclaration,
  [name, type]: Written,
  apply: Apply,
  working: Working,
): DuckDBScalarFunction => {
  const values = valuesOf(apply, name);
  return DuckDBScalarFunction.create({
    name: PLAIN,
    returnType: DRIVER_TYPES[type],
    parameterTypes: Object.values(reads).map((read) => GIVEN_TYPES[read]),
    specialHandling: true,
    mainFunction: (_, chunk, output) => {
      try {
        working.begin();
        const { batch, unreadable } = rowsIn(chunk, reads);
        writeColumn(vectorOf(output), type, values(batch, chunk.rowCount, unreadable), chunk.rowCount);
      } finally {
        working.end();
      }
    },
  });
};
