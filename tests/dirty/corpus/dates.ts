import type { Defect } from '../dirty-file.js';
import { DATES, MORE_DATES } from '../formats.js';
import { firstRows, type Table, truth } from '../table.js';
import {
  customers,
  employees,
  invoices,
  meters,
  orders,
  parcels,
  payments,
  products,
} from '../tables/index.js';
import { file, written } from '../write.js';

const TABLES: readonly Table[] = [
  orders,
  payments,
  products,
  invoices,
  customers,
  employees,
  meters,
  parcels,
];

const inTurn = (at: number): Table => TABLES[at % TABLES.length] ?? orders;

const fileName = (format: string): string => `${format.replaceAll('/', '_').replaceAll(/[ ,]+/g, '~')}.csv`;

const timesOf = (name: string, ...texts: readonly (readonly [string, string])[]): Defect['files'][number] =>
  file(
    name,
    `id;at;note\n${texts.map(([written], at) => `${at + 1};${written};n${at}\n`).join('')}`,
    truth(
      'id:integer|at:timestamp|note',
      texts.map(([, meant], at) => [String(at + 1), meant, `n${at}`]),
    ),
  );

/** Each of the nine in three tables, of which one is short and by tabs, and one is quoted. */
const nine: readonly Defect[] = Object.entries(DATES).map(([name, format], at) => ({
  defect: `dates ${name}`,
  files: [
    written(fileName(name), inTurn(at), { format, ...(at % 2 === 0 ? { delimiter: ';' } : {}) }),
    written(`short~${fileName(name)}`, firstRows(inTurn(at + 3), 30), { format, delimiter: '\t' }),
    written(`quoted~${fileName(name)}`, inTurn(at + 6), { format, quoting: 'all', lineEnd: () => '\r\n' }),
  ],
}));

const others: Defect = {
  defect: 'dates in other forms, and times',
  files: [
    ...Object.entries(MORE_DATES).map(([name, format], at) =>
      written(fileName(name), inTurn(at + 1), { format, ...(at % 2 === 0 ? { delimiter: ';' } : {}) }),
    ),
    // The first day past the twelfth comes late.
    file(
      'late-evidence.csv',
      `id,paid\n${Array.from({ length: 150 }, (_, at) => `${at},0${(at % 9) + 1}/0${(at % 8) + 1}/2024\n`).join('')}150,28/02/2024\n`,
      truth('id:integer|paid:date', [
        ...Array.from({ length: 150 }, (_, at) => [String(at), `2024-0${(at % 8) + 1}-0${(at % 9) + 1}`]),
        ['150', '2024-02-28'],
      ]),
    ),
    // Day first or month first? As text nothing is lost; as dates they would be guessed.
    file('either-way.csv', 'id,paid\n1,03/04/2024\n2,05/06/2024\n3,11/12/2024\n4,01/02/2024\n', {
      ...truth('id:integer|paid', '1|03/04/2024\n2|05/06/2024\n3|11/12/2024\n4|01/02/2024'),
      refusable: true,
    }),
    written('with-gaps.csv', firstRows(invoices, 60), { format: DATES['31.03.2024'], delimiter: ';' }),
    timesOf(
      'times-iso.csv',
      ['2024-03-31T23:59:59', '2024-03-31T23:59:59'],
      ['2024-04-01T00:00:00.250', '2024-04-01T00:00:00.25'],
      ['2024-12-24T18:30:00', '2024-12-24T18:30:00'],
    ),
    timesOf(
      'times-with-zones.csv',
      ['2024-03-31T23:59:59+02:00', '2024-03-31T21:59:59Z'],
      ['2024-04-01T00:00:00Z', '2024-04-01T00:00:00Z'],
      ['2024-12-24T18:30:00-05:00', '2024-12-24T23:30:00Z'],
    ),
    timesOf(
      'times-german.csv',
      ['31.03.2024 23:59:59', '2024-03-31T23:59:59'],
      ['01.04.2024 00:00:00', '2024-04-01T00:00:00'],
      ['24.12.2024 18:30:00', '2024-12-24T18:30:00'],
    ),
    timesOf(
      'times-american.csv',
      ['03/31/2024 11:59:59 PM', '2024-03-31T23:59:59'],
      ['04/01/2024 12:00:00 AM', '2024-04-01T00:00:00'],
      ['12/24/2024 06:30:00 PM', '2024-12-24T18:30:00'],
    ),
  ],
};

export const dates: readonly Defect[] = [...nine, others];
