import type { Random } from './random.js';

/** Types of columns, by a letter. */
export const types = {
  i: 'BIGINT',
  d: 'DOUBLE',
  n: 'DECIMAL(18,2)',
  s: 'VARCHAR',
  t: 'DATE',
  m: 'TIMESTAMP',
  b: 'BOOLEAN',
  l: 'VARCHAR[]',
} as const;

export type Letter = keyof typeof types;

/**
 * Values of each type that tools get wrong, as SQL. The two zeros of floating point are not both among them: they are
 * equal, and which of them stands for a group or an extreme is the engine's choice.
 */
export const values: Readonly<Record<Letter, readonly string[]>> = {
  i: ['0', '1', '2', '-1', '7', '7', '9223372036854775807', '-9223372036854775808', 'null'],
  d: ['0.0', '1.5', '1.5', "'nan'", "'inf'", "'-inf'", '1e300', '4.9e-324', '0.1', 'null'],
  n: ['0', '1.10', '1.10', '-0.01', '9999999999999999.99', '-9999999999999999.99', 'null'],
  s: ["''", "' '", "'a'", "'A'", "'ä'", "'a\u0308'", "'日本'", "'🚀'", `'it''s "q"'`, "'null'", 'null'],
  t: ["'0001-01-01'", "'1970-01-01'", "'2024-02-29'", "'2024-02-29'", "'9999-12-31'", 'null'],
  m: ["'1969-12-31 23:59:59.999999'", "'2024-02-29 12:00:00'", "'0001-01-01 00:00:00'", 'null'],
  b: ['true', 'false', 'null'],
  l: ["['a', 'b']", '[]', '[null]', "['', 'ü']", 'null'],
};

/** A column of a random document. */
export interface Column {
  readonly name: string;
  readonly letter: Letter;
}

/** Names that SQL could trip over. */
const endings = ['1', '2', ' space', ' "q"', 'É', '_select', '.dot'];

/** A column whose name begins with its letter. */
export const column = (letter: Letter, ending: number): Column => ({
  name: `${letter}${endings[ending % endings.length]}`,
  letter,
});

export const quote = ({ name }: Pick<Column, 'name'>): string => `"${name.replaceAll('"', '""')}"`;

export const typeOf = ({ letter }: Column): string => types[letter];

/** A value of the column's type, as SQL. */
export const valueFor = (random: Random, { letter }: Pick<Column, 'letter'>): string =>
  `cast(${random.pick(values[letter])} as ${types[letter]})`;

/** The columns whose letters are among those given. */
export const lettered = (columns: readonly Column[], letters: string): readonly Column[] =>
  columns.filter(({ letter }) => letters.includes(letter));

/** Columns whose values have an order that people expect; lists are left out. */
export const comparable = (columns: readonly Column[]): readonly Column[] => lettered(columns, 'idnstmb');
