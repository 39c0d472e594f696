import type { Defect, DirtyFile } from '../dirty-file.js';
import { firstRows, type Table, truth, truthOf } from '../table.js';
import { flights, invoices, orders, parcels, payments, products, sensors } from '../tables/index.js';
import { file, type Style, textOf } from '../write.js';

const under = (name: string, preamble: string, table: Table, style: Partial<Style> = {}): DirtyFile =>
  file(name, preamble + textOf(table, style), truthOf(table));

export const preamble: Defect = {
  defect: 'preamble',
  files: [
    under('title.csv', 'Sales report 2024\n\n', orders),
    under(
      'title-and-stamp.csv',
      'Umsatzbericht\nErstellt am 31.01.2024 von A. Müller\nMandant: 0815\n\n',
      invoices,
      { delimiter: ';' },
    ),
    under('no-blank-line.csv', 'Export of parcels\nRun 4711\n', parcels),
    under(
      'comments.csv',
      '# station network of the Harz\n# times in UTC, see https://example.org/a,b\n',
      sensors,
    ),
    under('excel-sep.csv', 'sep=;\n', products, { delimiter: ';' }),
    // A spreadsheet gave every line the width of the table.
    under(
      'padded.csv',
      'Account statement;;;;;\nIBAN;DE89 3704 0044 0532 0130 00;;;;\nPeriod;2024-01-01;2024-06-30;;;\n;;;;;\n',
      payments,
      { delimiter: ';', lineEnd: () => '\r\n' },
    ),
    under(
      'twelve-lines.csv',
      `${Array.from({ length: 12 }, (_, at) => `Note ${at + 1}: delays, fares and distances as the airline told them`).join('\n')}\n\n`,
      firstRows(flights, 25),
    ),
    under('blank-lines.csv', '\n\n\n', firstRows(orders, 30)),
    file(
      // Pairs of a name and a value before the table: two fields, as many as nothing else has.
      'name-and-value.csv',
      'Customer,Bäckerei Schröder\nCustomer no,00471\nCurrency,EUR\nPeriod,"Jan 2024, second half"\n' +
        'date,article,pieces,total\n2024-01-16,Roggenbrot,12,51.60\n2024-01-17,Brezel,80,64.00\n2024-01-19,Käsekuchen,3,87.00\n' +
        '2024-01-22,Roggenbrot,10,43.00\n2024-01-23,Brezel,95,76.00\n',
      truth(
        'date:date|article|pieces:integer|total:decimal',
        '2024-01-16|Roggenbrot|12|51.60\n2024-01-17|Brezel|80|64.00\n2024-01-19|Käsekuchen|3|87.00\n' +
          '2024-01-22|Roggenbrot|10|43.00\n2024-01-23|Brezel|95|76.00',
      ),
    ),
  ],
};
