import { type Broken, broken } from '../broken.js';
import type { Defect } from '../dirty-file.js';
import { firstRows, truth } from '../table.js';
import { customers, flights, invoices, meters, orders, payments, sensors } from '../tables/index.js';
import { file } from '../write.js';

/** The record of a row without its last fields; of rows that have no delimiter in quotes. */
const short = (row: number, delimiter: string, fields: number): Broken => ({
  row,
  change: (record) => record.split(delimiter).slice(0, fields).join(delimiter),
});

const longer = (row: number, more: string): Broken => ({ row, change: (record) => record + more });

export const tooFewFields: Defect = {
  defect: 'too few fields',
  files: [
    broken('orders.csv', orders, [short(41, ',', 4), short(150, ',', 1), short(205, ',', 6)]),
    broken('sensors.tsv', sensors, [short(12, '\t', 2), short(100, '\t', 3)], { delimiter: '\t' }),
    broken('rechnungen.csv', invoices, [short(7, ';', 5)], { delimiter: ';', lineEnd: () => '\r\n' }),
    // Cut off while it was written.
    broken(
      'cut-off.csv',
      firstRows(flights, 90),
      [{ row: 89, change: (record) => record.split(',').slice(0, 3).join(',') }],
      { finalLineEnds: 0 },
    ),
    broken('first-row.csv', flights, [short(0, '|', 3)], { delimiter: '|' }),
    // A line end within a field that has no quotes: both halves are broken.
    file(
      'torn-in-two.csv',
      'id,remark,amount\n1,ok,10.00\n2,delivered\nlate,12.50\n3,ok,7.00\n4,ok,8.00\n5,Rücksendung,9.00\n',
      {
        ...truth('id:integer|remark|amount:decimal', '1|ok|10.00\n3|ok|7.00\n4|ok|8.00\n5|Rücksendung|9.00'),
        quarantined: ['2,delivered', 'late,12.50'],
      },
    ),
  ],
};

export const tooManyFields: Defect = {
  defect: 'too many fields',
  files: [
    broken('orders.csv', orders, [longer(18, ',unexpected'), longer(211, ',1,2,3')]),
    broken('customers.tsv', customers, [longer(33, '\t99\tx')], { delimiter: '\t' }),
    // Commas in a text without quotes.
    broken('meters.csv', meters, [
      { row: 5, change: () => '0000040145,2024-01-22,1208.00,Müller, Anna, Berlin,read by app' },
      { row: 66, change: () => '0000040816,2024-05-23,9011.00,Smith, John, Jr.,' },
    ]),
    broken('payments.csv', payments, [longer(2, ';;x')], { delimiter: ';', quoting: 'text' }),
    broken('first-row.csv', firstRows(sensors, 40), [longer(0, ',extra')]),
    // Every row ends with one delimiter more than the header: no row is broken.
    file(
      'delimiter-at-each-end.csv',
      'id;city;amount\n1;Köln;10.50;\n2;Łódź;7.25;\n3;Nîmes;3.10;\n4;Bari;8.00;\n',
      truth('id:integer|city|amount:decimal', '1|Köln|10.50\n2|Łódź|7.25\n3|Nîmes|3.10\n4|Bari|8.00'),
    ),
  ],
};
