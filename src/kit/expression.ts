/** A column of one of a node's inputs. */
export interface ColumnUse {
  readonly input: string;
  readonly column: string;
}

/** What is known of an expression once the engine has bound it. */
export interface Binding {
  /** SQL rendered from the engine's syntax tree; parameters are cast to their declared types. */
  readonly sql: string;
  /** Result type, as DuckDB writes it. */
  readonly type: string;
  readonly columns: readonly ColumnUse[];
  /** Names of the bound values that it needs, without `$`. */
  readonly parameters: readonly string[];
  /** What in it goes by the order of rows although none is given: names of functions, `limit`. */
  readonly chance?: readonly string[];
  /** Functions in it that add up floating point, so that last digits may differ from run to run. */
  readonly floating?: readonly string[];
  /** For a `windowed` expression, what it calls. */
  readonly call?: Call;
  /** For a query, by its columns, those that each is made of: all of them where it cannot be told. */
  readonly sources?: Readonly<Record<string, readonly ColumnUse[]>>;
}

/** A call of a window function or an aggregate. */
export interface Call {
  /** Name in lower case. */
  readonly function: string;
  /** Whether an ORDER BY stands among its arguments. */
  readonly isOrdered: boolean;
}

/**
 * Which functions an expression may call besides pure scalar ones. `windowed` is one call of a window function or an
 * aggregate and nothing else; its binding has no OVER, which the kind puts behind it.
 */
export type Allowed = 'scalar' | 'window' | 'aggregate' | 'windowed';

/** The window over which a `windowed` expression is bound alone: what `after` gives defines it. */
export const BOUND_WINDOW = 'bound';

/** One SQL expression of a node's config. `binding` is there from the check on. */
export interface Expression {
  readonly kind: 'expression';
  readonly text: string;
  readonly allows: Allowed;
  /** Type that the result must have, as DuckDB writes it; any where absent. */
  readonly expects?: string;
  readonly binding?: Binding;
}

/** One SELECT over the inputs of a node. `binding` is there from the check on; its `type` is empty. */
export interface Query {
  readonly kind: 'query';
  readonly text: string;
  readonly binding?: Binding;
}

/** The name of a column that an input must have. */
export interface ColumnRef {
  readonly kind: 'column';
  readonly name: string;
  /** Alias of the input that must have it; without one, the first input. */
  readonly input?: string;
}

/** A regular expression as the document writes it. */
export interface PatternRef {
  readonly kind: 'pattern';
  readonly text: string;
}

/** A type as the document writes it; `binding.type` is the engine's name for it. */
export interface TypeRef {
  readonly kind: 'type';
  readonly text: string;
  /** Whether a semantic type may stand there too. */
  readonly mayMean?: boolean;
}
