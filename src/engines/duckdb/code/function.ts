import { DuckDBScalarFunction, INTEGER, LIST, STRUCT, VARCHAR } from '@duckdb/node-api';
import {
  type CodeFault,
  isByKey,
  type TransformColumns,
  type TransformDeclaration,
} from '../../../kit/index.js';
import { type AnyBatch, type Apply, applyAround, KEEP } from '../../../transforms/index.js';
import { DRIVER_TYPES, GIVEN_TYPES, readColumn, writeColumn } from './columns.js';
import { columnOf, memory, type Vector, vectorOf } from './driver.js';
import { type RowsIn, rowsIn } from './rows-in.js';
import { writeLists, writeRows } from './rows-out.js';

/** The field of a result that says whether the function threw: 0, or the number of what it threw. */
export const THROWN = 'thrown ⟨as written⟩';
/** The field of a result that holds the rows that were made. */
export const MADE = 'made';

/** The columns that a function gives for each row: those that it writes, or whether a filter keeps the row. */
const givenColumns = ({ shape, writes }: TransformDeclaration): TransformColumns =>
  shape === 'filter' ? { [KEEP]: 'boolean' } : writes;

const driverColumns = (columns: TransformColumns) =>
  Object.fromEntries(Object.entries(columns).map(([name, type]) => [name, DRIVER_TYPES[type]]));

/** What a function is called by in the engine. */
export const FUNCTION = 'author_function';

/** What gives the text of what was thrown, by its number. */
export const TEXT_FUNCTION = 'author_fault';

/** Told when the author's function is called and when it is back: the time in between is limited. */
export interface Working {
  readonly begin: () => void;
  readonly end: () => void;
}

/** What is seen while a function runs. */
export interface Seeing {
  readonly onFault: (fault: CodeFault) => void;
  readonly working: Working;
  /** What ends the statement: the engine would keep its words alone. */
  readonly onFailure: (thrown: unknown) => void;
}

const cellsAt = (batch: AnyBatch, row: number): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    Object.entries(batch).map(([name, column]) => [name, column.isNull(row) ? null : column.values[row]]),
  );

/** The author's function as one of the engine, which calls it for as many rows at a time as it has in hand, and what gives the texts of its faults. */
export const functionsOf = (
  declaration: TransformDeclaration,
  apply: Apply,
  { onFault, working, onFailure }: Seeing,
): readonly DuckDBScalarFunction[] => {
  const { reads, writes, shape } = declaration;
  const texts: string[] = [];
  const columns = givenColumns(declaration);
  const makesRows = shape === 'flatMap';
  const entries = makesRows ? { [MADE]: LIST(STRUCT(driverColumns(writes))) } : driverColumns(columns);
  const thrownAt = Object.keys(entries).length;
  const applied = applyAround(apply, Object.keys(columns), makesRows);
  const fill = (out: Vector, { batch, unreadable }: RowsIn, rows: number): void => {
    const made = applied(batch, rows, unreadable);
    if (makesRows) writeLists(memory.struct_vector_get_child(out, 0), writes, made, rows);
    else writeRows(out, columns, made.columns, rows);
    const thrown = new Int32Array(rows);
    for (const [row, text] of made.faults) {
      thrown[row] = texts.push(text);
      onFault({ text, row: cellsAt(batch, row) });
    }
    writeColumn(memory.struct_vector_get_child(out, thrownAt), 'integer', thrown, rows);
  };
  const textOf = DuckDBScalarFunction.create({
    name: TEXT_FUNCTION,
    returnType: VARCHAR,
    parameterTypes: [INTEGER],
    mainFunction: (_, chunk, output) => {
      const { rowCount } = chunk;
      const { values } = readColumn(columnOf(chunk, 0), 'integer', rowCount);
      const found = Array.from({ length: rowCount }, (_, row) => texts[Number(values[row]) - 1] ?? null);
      writeColumn(vectorOf(output), 'varchar', found, rowCount);
    },
  });
  const author = DuckDBScalarFunction.create({
    name: FUNCTION,
    returnType: STRUCT({ ...entries, [THROWN]: INTEGER }),
    parameterTypes: Object.values(reads).map((type) => GIVEN_TYPES[type]),
    // Null is a value like others to a function; by default the engine would not ask it.
    specialHandling: true,
    // With a state, each row must be seen, and in its order. A condition over its result would have a filter called once more.
    volatile: isByKey(declaration) || shape === 'filter',
    mainFunction: (_, chunk, output) => {
      try {
        working.begin();
        fill(vectorOf(output), rowsIn(chunk, reads), chunk.rowCount);
      } catch (thrown) {
        onFailure(thrown);
        throw thrown;
      } finally {
        working.end();
      }
    },
  });
  return [author, textOf];
};
