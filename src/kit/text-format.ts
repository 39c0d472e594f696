/** How numbers are written in a column of text. */
export interface NumberFormat {
  readonly kind: 'number';
  /** The mark before decimals. */
  readonly decimal: '.' | ',';
  /** The mark between thousands; empty where there is none. */
  readonly thousands: string;
}

/** How dates or moments are written in a column of text. */
export interface DateFormat {
  readonly kind: 'date' | 'timestamp';
  /** As the engine's `strptime` has them; a value is read by the first that fits. */
  readonly formats: readonly string[];
  /** Whether text that begins with its year stays as it is: the engine reads it by itself. */
  readonly orYearFirst?: boolean;
}

/** How the values of a column of text are written, where an engine does not read them so by itself. */
export interface TextFormat {
  /** The engine's type of the values. */
  readonly type: string;
  /** Words that stand for null. */
  readonly nulls: readonly string[];
  readonly values?: NumberFormat | DateFormat;
}
