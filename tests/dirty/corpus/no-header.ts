import type { Defect, TableTruth } from '../dirty-file.js';
import { firstRows, type Table, truth } from '../table.js';
import { flights, invoices, orders, payments, sensors } from '../tables/index.js';
import { file, type Style, written } from '../write.js';

const nameless = (name: string, table: Table, style: Partial<Style> = {}) =>
  written(name, table, { ...style, header: false, truth: { columns: table.columns.map(() => null) } });

const anyNames = (of: TableTruth): TableTruth => ({ ...of, columns: of.columns.map(() => null) });

/** Nothing but texts: only that the first line reads like the others tells that it is a row. */
const colleagues: TableTruth = {
  ...anyNames(
    truth(
      'a|b|c',
      `Anna Müller|Berlin|Buchhaltung
       José García|Madrid|Einkauf
       Zoë de Vries|Den Haag|Buchhaltung
       Jürgen Groß|Berlin|Versand
       Anna Kowalska|Kraków|Einkauf`,
    ),
  ),
  refusable: true,
};

export const noHeader: Defect = {
  defect: 'no header',
  files: [
    nameless('orders.csv', orders),
    nameless('sensors.tsv', firstRows(sensors, 60), { delimiter: '\t' }),
    nameless('payments.csv', payments, { delimiter: ';', lineEnd: () => '\r\n' }),
    nameless('flights.txt', flights, { delimiter: '|' }),
    nameless('texts-in-quotes.csv', firstRows(invoices, 40), { quoting: 'text' }),
    nameless('one-row.csv', firstRows(orders, 1)),
    file(
      'first-row-with-a-gap.csv',
      '7001,,2024-01-31,12.50\n7002,Lyon,2024-02-01,7.00\n7003,Köln,,19.99\n7004,,2024-02-03,3.20\n',
      anyNames(
        truth(
          'a:integer|b|c:date|d:decimal',
          '7001|∅|2024-01-31|12.50\n7002|Lyon|2024-02-01|7.00\n7003|Köln|∅|19.99\n7004|∅|2024-02-03|3.20',
        ),
      ),
    ),
    file('texts-only.csv', colleagues.rows.map((row) => `${row.join(',')}\n`).join(''), colleagues),
    // Two that look like it and have a header.
    file(
      'years-as-header.csv',
      'country,2021,2022,2023\nGermany,83.2,83.8,84.5\nPortugal,10.4,10.4,10.6\n日本,125.7,125.1,124.5\n',
      truth(
        'country|2021:decimal|2022:decimal|2023:decimal',
        'Germany|83.2|83.8|84.5\nPortugal|10.4|10.4|10.6\n日本|125.7|125.1|124.5',
      ),
    ),
    file(
      'texts-under-a-header.csv',
      'first_name,last_name,city\nAnna,Müller,Berlin\nJosé,García,Madrid\nZoë,de Vries,Den Haag\n',
      truth('first_name|last_name|city', 'Anna|Müller|Berlin\nJosé|García|Madrid\nZoë|de Vries|Den Haag'),
    ),
  ],
};
