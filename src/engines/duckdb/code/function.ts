import {
  type DuckDBDataChunk,
  DuckDBListValue,
  type DuckDBListVector,
  DuckDBScalarFunction,
  DuckDBStructValue,
  type DuckDBStructVector,
  INTEGER,
  LIST,
  STRUCT,
  VARCHAR,
} from '@duckdb/node-api';
import {
  type CodeFault,
  isByKey,
  type TransformColumns,
  type TransformDeclaration,
} from '../../../kit/index.js';
import { type AnyBatch, type Applied, type Apply, KEEP } from '../../../transforms/index.js';
import { DRIVER_TYPES, readColumn, writeColumn } from './columns.js';

/** The field of a result that says whether the function threw: 0, or the number of what it threw. */
export const THROWN = 'thrown ⟨as written⟩';
/** The field of a result that holds the rows that were made. */
export const MADE = 'made';

export const batchOf = (chunk: DuckDBDataChunk, reads: TransformColumns): AnyBatch =>
  Object.fromEntries(
    Object.entries(reads).map(([name, type], index) => [
      name,
      readColumn(chunk.getColumnVector(index), type, chunk.rowCount),
    ]),
  );

/** The columns that a function gives for each row: those that it writes, or whether a filter keeps the row. */
const givenColumns = ({ shape, writes }: TransformDeclaration): TransformColumns =>
  shape === 'filter' ? { [KEEP]: 'boolean' } : writes;

const writeRows = (
  out: DuckDBStructVector,
  columns: TransformColumns,
  { columns: given }: Applied,
  rows: number,
): void =>
  Object.entries(columns).forEach(([name, type], index) => {
    writeColumn(out.entryVectorAt(index), type, given[name] ?? [], rows);
  });

const byRow = (
  writes: TransformColumns,
  { columns, from = [] }: Applied,
  rows: number,
): readonly DuckDBListValue[] => {
  const lists: DuckDBStructValue[][] = Array.from({ length: rows }, () => []);
  const names = Object.keys(writes);
  for (let made = 0; made < from.length; made += 1) {
    const entries = Object.fromEntries(names.map((name) => [name, columns[name]?.[made] ?? null]));
    lists[Number(from[made])]?.push(new DuckDBStructValue(entries as never));
  }
  return lists.map((items) => new DuckDBListValue(items));
};

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
  const fill = (out: DuckDBStructVector, batch: AnyBatch, rows: number): void => {
    const applied = apply(batch, rows);
    if (makesRows) {
      const lists = out.entryVectorAt(0) as DuckDBListVector;
      for (const [row, list] of byRow(writes, applied, rows).entries()) lists.setItem(row, list);
    } else writeRows(out, columns, applied, rows);
    const thrown = new Int32Array(rows);
    for (const [row, text] of applied.faults) {
      thrown[row] = texts.push(text);
      onFault({ text, row: cellsAt(batch, row) });
    }
    writeColumn(out.entryVectorAt(thrownAt), 'integer', thrown, rows);
    out.flush();
  };
  const textOf = DuckDBScalarFunction.create({
    name: TEXT_FUNCTION,
    returnType: VARCHAR,
    parameterTypes: [INTEGER],
    mainFunction: (_, chunk, output) => {
      const { rowCount } = chunk;
      const numbers = chunk.getColumnVector(0);
      const { values } = readColumn(numbers, 'integer', rowCount);
      const found = Array.from({ length: rowCount }, (_, row) => texts[Number(values[row]) - 1] ?? null);
      writeColumn(output, 'varchar', found, rowCount);
      output.flush();
    },
  });
  const author = DuckDBScalarFunction.create({
    name: FUNCTION,
    returnType: STRUCT({ ...entries, [THROWN]: INTEGER }),
    parameterTypes: Object.values(reads).map((type) => DRIVER_TYPES[type]),
    // Null is a value like others to a function; by default the engine would not ask it.
    specialHandling: true,
    // With a state, each row must be seen, and in its order. A condition over its result would have a filter called once more.
    volatile: isByKey(declaration) || shape === 'filter',
    mainFunction: (_, chunk, output) => {
      try {
        working.begin();
        fill(output as DuckDBStructVector, batchOf(chunk, reads), chunk.rowCount);
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
