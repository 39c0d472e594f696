import { type Column, column, type Letter } from './columns.js';
import type { Random } from './random.js';

/** An output of a node of a random document: how readers call it, and its columns. */
export interface Table {
  readonly ref: string;
  readonly columns: readonly Column[];
  /** An upper bound of its rows, so that joins do not run away. */
  readonly rows: number;
}

/** What a maker decides for a node; readers of a node with several outputs see each of them. */
export interface Made {
  readonly from?: string | readonly string[] | Readonly<Record<string, string>>;
  readonly with: Readonly<Record<string, unknown>>;
  /** Output to columns; `out` for a node with one. Nothing for a node that ends the document. */
  readonly outputs?: Readonly<Record<string, readonly Column[]>>;
  readonly rows?: number;
  readonly contract?: object;
  /** The module of a function. */
  readonly module?: Module;
}

/** A module beside the document. */
export interface Module {
  readonly name: string;
  readonly text: string;
  /** What its function is, in the words of the coverage test. */
  readonly shape: string;
}

/** Decides a node of one kind; undefined where the tables at hand do not fit. */
export type Maker = (random: Random, tables: readonly Table[]) => Made | undefined;

const letters: readonly Letter[] = ['i', 'd', 'n', 's', 't', 'm', 'b', 'l'];

export const sameName = (a: Pick<Column, 'name'>, b: Pick<Column, 'name'>): boolean =>
  a.name.toLowerCase() === b.name.toLowerCase();

const unused = (made: Column, others: readonly Column[], attempt = 1): Column => {
  const named = attempt === 1 ? made : { ...made, name: `${made.name}_${attempt}` };
  return others.some((other) => sameName(other, named)) ? unused(made, others, attempt + 1) : named;
};

/** A column that the others do not have by name. */
export const fresh = (
  random: Random,
  others: readonly Column[],
  among: readonly Letter[] = letters,
): Column => unused(column(random.pick(among), random.int(0, 6)), others);

/** Several columns that neither the others have nor each other. */
export const freshMany = (random: Random, count: number, others: readonly Column[]): readonly Column[] =>
  Array.from({ length: count }).reduce<readonly Column[]>(
    (made) => [...made, fresh(random, [...others, ...made])],
    [],
  );

/** A maker for a kind with one input. */
export const overOne =
  (make: (random: Random, table: Table) => Omit<Made, 'from'> | undefined): Maker =>
  (random, tables) => {
    const table = random.pick(tables);
    const made = make(random, table);
    return made && { from: table.ref, rows: table.rows, ...made };
  };

/** A single output. */
export const out = (columns: readonly Column[]): { readonly out: readonly Column[] } => ({ out: columns });
