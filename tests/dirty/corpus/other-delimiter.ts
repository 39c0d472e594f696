import { type Broken, broken } from '../broken.js';
import type { Defect } from '../dirty-file.js';
import { firstRows, tableOf } from '../table.js';
import { flights, orders, parcels, sensors } from '../tables/index.js';

/** The record of a row typed in by hand with the wrong delimiter: a person sees what was meant. */
const delimited = (row: number, from: string, to: string): Broken => ({
  row,
  change: (record) => record.replaceAll(from, to),
  mendable: true,
});

const nicknames = tableOf(
  'nicknames',
  'no:integer|name|city',
  `1|Anna Berg|Köln
   2|José Lund|Malmö
   3|Zoë Hall|York
   4|Giulia Rossi|Roma
   5|Robert "Bob" Jones|Leeds
   6|Siri Dahl|Oslo
   7|Jan Kos|Praha`,
);

export const otherDelimiter: Defect = {
  defect: 'one row with another delimiter',
  files: [
    broken('orders.csv', orders, [delimited(17, ',', ';')]),
    broken('flights.csv', flights, [delimited(40, ';', '\t')], { delimiter: ';' }),
    broken('sensors.tsv', firstRows(sensors, 30), [delimited(3, '\t', ',')], { delimiter: '\t' }),
    broken('last.csv', firstRows(flights, 12), [delimited(11, ',', '|')]),
    // The row behind it is the only one that tells how quotes are escaped.
    broken('before-the-only-escape.csv', nicknames, [delimited(3, '|', ';')], {
      delimiter: '|',
      quoting: 'text',
      escapedBy: 'backslash',
    }),
    broken('first.csv', parcels, [delimited(0, '|', ';')], { delimiter: '|' }),
  ],
};
