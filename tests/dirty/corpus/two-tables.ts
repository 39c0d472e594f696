import type { Defect, DirtyFile } from '../dirty-file.js';
import { firstRows, type Table, truthOf } from '../table.js';
import { customers, flights, orders, payments, products, sensors } from '../tables/index.js';
import { file, headerOf, PLAIN, recordsOf, type Style, textOf } from '../write.js';

interface Between extends Partial<Style> {
  readonly between?: string;
  readonly above?: string;
}

/** Only the sender knows which one is meant; who reads the first puts all of the second aside. */
const after = (
  name: string,
  first: Table,
  second: Table,
  { between = '\n', above = '', ...changes }: Between = {},
): DirtyFile => {
  const style = { ...PLAIN, ...changes };
  return file(name, above + textOf(first, style) + between + textOf(second, style), {
    ...truthOf(first),
    quarantined: [headerOf(second, style), ...recordsOf(second, style)],
    refusable: true,
  });
};

export const twoTables: Defect = {
  defect: 'two tables in one file',
  files: [
    after('blank-line-between.csv', firstRows(orders, 40), firstRows(customers, 20)),
    after('captions.csv', firstRows(flights, 25), firstRows(products, 25), {
      above: 'Table 1: Flights\n',
      between: '\nTable 2: Products\n',
    }),
    after('second-is-larger.csv', firstRows(products, 5), firstRows(sensors, 120), { delimiter: ';' }),
    after('nothing-between.csv', firstRows(payments, 30), firstRows(orders, 30), { between: '' }),
    // Two exports of one table, put one behind the other: it is one table.
    file(
      'header-again.csv',
      textOf(firstRows(orders, 60)) + textOf({ ...orders, rows: orders.rows.slice(60, 110) }),
      truthOf(firstRows(orders, 110)),
    ),
    file(
      'header-on-each-page.csv',
      [0, 25, 50, 75]
        .map((at) => textOf({ ...flights, rows: flights.rows.slice(at, at + 25) }, { delimiter: ';' }))
        .join('\n'),
      truthOf(firstRows(flights, 100)),
    ),
  ],
};
