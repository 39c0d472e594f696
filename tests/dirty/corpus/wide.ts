import { randomOf } from '../../property/random.js';
import type { ColumnType, Defect } from '../dirty-file.js';
import type { Table } from '../table.js';
import { day, decimal } from '../tables/words.js';
import { written } from '../write.js';

const COLUMNS = 5000;

const TYPES: readonly ColumnType[] = ['integer', 'decimal', 'text', 'date', 'integer'];

const typeOf = (column: number): ColumnType => TYPES[column % TYPES.length] ?? 'text';

const wide = (rows: number): Table => {
  const random = randomOf(51);
  const values: Partial<Record<ColumnType, () => string>> = {
    integer: () => String(random.int(-500, 99_999)),
    decimal: () => decimal(random.int(0, 999_999)),
    text: () => random.pick(['grün', 'rouge', 'azul', 'a, b']),
    date: () => day(random.int(0, 700)),
  };
  const numbers = Array.from({ length: COLUMNS }, (_, at) => at);
  return {
    name: 'wide',
    columns: numbers.map((at) => ({ name: `m${at + 1}`, type: typeOf(at) })),
    rows: Array.from({ length: rows }, () => numbers.map((at) => values[typeOf(at)]?.() ?? null)),
  };
};

export const fiveThousandColumns: Defect = {
  defect: '5,000 columns',
  files: [
    written('comma.csv', wide(30)),
    written('semicolon.csv', wide(10), { delimiter: ';', lineEnd: () => '\r\n' }),
    written('tab-quoted.tsv', wide(5), { delimiter: '\t', quoting: 'text' }),
  ],
};
