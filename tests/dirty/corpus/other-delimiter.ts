import { type Broken, broken } from '../broken.js';
import type { Defect } from '../dirty-file.js';
import { firstRows } from '../table.js';
import { flights, orders, parcels, sensors } from '../tables/index.js';

/** The record of a row typed in by hand with the wrong delimiter: a person sees what was meant. */
const delimited = (row: number, from: string, to: string): Broken => ({
  row,
  change: (record) => record.replaceAll(from, to),
  mendable: true,
});

export const otherDelimiter: Defect = {
  defect: 'one row with another delimiter',
  files: [
    broken('orders.csv', orders, [delimited(17, ',', ';')]),
    broken('flights.csv', flights, [delimited(40, ';', '\t')], { delimiter: ';' }),
    broken('sensors.tsv', firstRows(sensors, 30), [delimited(3, '\t', ',')], { delimiter: '\t' }),
    broken('last.csv', firstRows(flights, 12), [delimited(11, ',', '|')]),
    broken('first.csv', parcels, [delimited(0, '|', ';')], { delimiter: '|' }),
  ],
};
