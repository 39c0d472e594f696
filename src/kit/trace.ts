import type { ColumnUse } from './expression.js';
import type { Sql } from './sql.js';

/** The column in which a row of an input stands as it came in, while rows are traced: it is the last one of that input. */
export const TRACED = 'traced row';

/** The column in which it stands why a row did not come out. */
export const REASON = 'reason';

/** Which rows of an input made which rows of the output. */
export interface Traced {
  /** SQL that gives the columns by which a row of the output is told, and `TRACED`. */
  readonly rows: Sql;
  /** The columns of the output by which its rows are told from each other; all of them unless given. */
  readonly by?: readonly string[];
  /** Output columns that have the value of an input column; those of `passes` unless given. Inputs are narrowed by them. */
  readonly copies?: Readonly<Record<string, ColumnUse>>;
  /** How the rows became those of the output: `all rows of the group`. */
  readonly how?: string;
  /** Whether one of these rows is taken as it is, and the others give way to it. */
  readonly takesOne?: boolean;
  /** Why rows may be among them that had no part in the output. */
  readonly rough?: string;
  /** Whether a row of the input stands in `rows` once at the most. */
  readonly isOnce?: boolean;
}

/** Why rows of an input do not come out. */
export interface Leaving {
  /** SQL that gives `TRACED` and `REASON` for rows of the input. */
  readonly rows: Sql;
  /** Whether it depends on other rows of the input too. */
  readonly isOverRows?: boolean;
  /** Columns of the input on which it depends; those that decide about rows unless given. */
  readonly columns?: readonly string[];
}
