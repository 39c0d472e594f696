import { type Broken, broken } from '../broken.js';
import type { Defect } from '../dirty-file.js';
import { firstRows, truth } from '../table.js';
import { flights, orders, sensors } from '../tables/index.js';
import { file } from '../write.js';

const mended = (row: number, change: (record: string) => string): Broken => ({ row, change, mendable: true });

export const strayQuotes: Defect = {
  defect: 'stray quotes',
  files: [
    file(
      'inches.csv',
      'sku,title,price\n0017,5" pipe,3.50\n0018,3/4" valve,12.00\n0019,hose,8.75\n0020,1/2" nut,0.20\n',
      truth(
        'sku|title|price:decimal',
        '0017|5" pipe|3.50\n0018|3/4" valve|12.00\n0019|hose|8.75\n0020|1/2" nut|0.20',
      ),
    ),
    file(
      'one-inch.tsv',
      'id\tlabel\tqty\n1\tscreen 24"\t3\n2\tkeyboard\t10\n3\tmaus\t7\n',
      truth('id:integer|label|qty:integer', '1|screen 24"|3\n2|keyboard|10\n3|maus|7'),
    ),
    // Behind the closing quote stands something more.
    broken('after-the-close.csv', firstRows(flights, 40), [
      { row: 21, change: (record) => record.replace(/^([^,]*),([^,]*),([A-Z]{3}),/, '$1,$2,"$3" x,') },
    ]),
    // Opened and never closed: what follows must not vanish in it.
    broken('never-closed.csv', firstRows(sensors, 60), [
      mended(30, (record) => record.replace(/,([a-z ]+)$/, ',"$1')),
    ]),
    broken('never-closed-at-the-end.csv', firstRows(sensors, 30), [
      mended(29, (record) => record.replace(/,([a-z ]+)$/, ',"$1')),
    ]),
    broken('in-a-number.csv', orders, [
      mended(102, (record) => record.replace(/(\d)\.(\d\d),(true|false)$/, '$1."$2,$3')),
    ]),
  ],
};
