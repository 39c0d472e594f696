/** An order as a partner sent it: all text. */
export type Row = Readonly<Record<'id' | 'country' | 'amount', string>>;

const countries = ['DE', 'FR', 'NO'];

/** Rows of which each seventh has no number for its amount, and each eleventh a country that is not listed. */
export const rows: readonly Row[] = Array.from({ length: 5000 }, (_, index) => ({
  id: String(index),
  country: index % 11 === 3 ? 'XX' : (countries[index % countries.length] ?? ''),
  amount: index % 7 === 5 ? `${index} EUR` : String(index % 100),
}));

/** What the contract says of a row, told without the engine. */
export const isGood = ({ country, amount }: Row): boolean =>
  countries.includes(country) && /^\d+$/.test(amount);

export const bad: readonly Row[] = rows.filter((row) => !isGood(row));

export const contract = `    contract:
      columns:
        id: { type: integer, required: true }
        country: { type: varchar, one_of: [${countries.join(', ')}] }
        amount: { type: integer, min: 0 }
`;

export const asCsv = (all: readonly Row[]): string =>
  `id,country,amount\n${all.map(({ id, country, amount }) => `${id},${country},${amount}\n`).join('')}`;

export const asJson = (all: readonly Row[]): string => all.map((row) => `${JSON.stringify(row)}\n`).join('');
