import type { Defect } from '../dirty-file.js';
import { BOM, utf8, utf16be, utf16le, windows1252 } from '../encodings.js';
import { firstRows, type Table, tableOf } from '../table.js';
import {
  books,
  customers,
  employees,
  flights,
  invoices,
  orders,
  payments,
  products,
} from '../tables/index.js';
import { made } from '../tables/made.js';
import { day, decimal } from '../tables/words.js';
import { file, written } from '../write.js';

const marked =
  (encode: (text: string) => Uint8Array) =>
  (text: string): Uint8Array =>
    encode(BOM + text);

const twice = (text: string): Uint8Array => utf8(BOM + BOM + text);

export const bom: Defect = {
  defect: 'byte order mark',
  files: [
    written('orders.csv', firstRows(orders, 30), { encode: marked(utf8) }),
    written('quoted.csv', customers, { encode: marked(utf8), quoting: 'text' }),
    written('rechnungen.csv', invoices, { encode: marked(utf8), delimiter: ';', lineEnd: () => '\r\n' }),
    written('marked-twice.csv', products, { encode: twice }),
    file('no-other-bytes-beyond-ascii.csv', `${BOM}id,city\n1,Lyon\n2,Rome\n`, {
      columns: ['id', 'city'],
      types: ['integer', 'text'],
      rows: [
        ['1', 'Lyon'],
        ['2', 'Rome'],
      ],
    }),
  ],
};

export const utf16: Defect = {
  defect: 'UTF-16',
  files: [
    written('little-marked.csv', customers, { encode: marked(utf16le) }),
    written('big-marked.csv', customers, { encode: marked(utf16be) }),
    written('little-bare.csv', orders, { encode: utf16le }),
    written('big-bare.csv', firstRows(flights, 20), { encode: utf16be }),
    written('excel-unicode-text.txt', books, {
      encode: marked(utf16le),
      delimiter: '\t',
      lineEnd: () => '\r\n',
    }),
    written('little-bare-semicolon.csv', books, { encode: utf16le, delimiter: ';' }),
    written('big-bare-of-the-world.csv', customers, { encode: utf16be, finalLineEnds: 0 }),
  ],
};

/** ASCII until the last row: who looks at the beginning alone sees nothing. */
const lateUmlaut: Table = tableOf(
  'late',
  'id:integer|name|paid_on:date|amount:decimal',
  made(21, 300, (at, random) => [
    String(at + 1),
    at === 299 ? 'Gößweinstein' : (['Smith', 'Jones', 'Taylor', 'Brown'][at % 4] ?? ''),
    day(at),
    decimal(random.int(100, 99_999)),
  ]),
);

export const windows: Defect = {
  defect: 'Windows-1252',
  files: [
    written('employees.csv', employees, { encode: windows1252 }),
    written('rechnungen.csv', invoices, { encode: windows1252, delimiter: ';', lineEnd: () => '\r\n' }),
    written('products.csv', products, { encode: windows1252 }),
    written('late-umlaut.csv', lateUmlaut, { encode: windows1252 }),
    written('payments.tsv', payments, { encode: windows1252, delimiter: '\t' }),
    written('latin-1.csv', firstRows(orders, 50), { encode: windows1252, quoting: 'all' }),
    file(
      'euro-and-dashes.csv',
      'sku,label,note\n00017,“Café” – 500 g,"ab 4 €, inkl. MwSt…"\n00018,Œuf & Žito,‰ and ™\n00019,naïve,\n',
      {
        columns: ['sku', 'label', 'note'],
        types: ['text', 'text', 'text'],
        rows: [
          ['00017', '“Café” – 500 g', 'ab 4 €, inkl. MwSt…'],
          ['00018', 'Œuf & Žito', '‰ and ™'],
          ['00019', 'naïve', null],
        ],
      },
      windows1252,
    ),
  ],
};
