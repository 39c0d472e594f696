import type { Defect } from '../dirty-file.js';
import { tableOf, truth } from '../table.js';
import { customers, employees, meters, products } from '../tables/index.js';
import { made } from '../tables/made.js';
import { day, decimal, digits } from '../tables/words.js';
import { file, written } from '../write.js';

/** One code of 280 has a zero in front: it tells that the others are no numbers either. */
const lateZero = tableOf(
  'accounts',
  'account|opened:date|balance:decimal',
  made(41, 280, (at, random) => [
    at === 271 ? '0041872' : String(random.int(1_000_000, 9_999_999)),
    day(at),
    decimal(random.int(-50_000, 900_000)),
  ]),
);

export const leadingZeros: Defect = {
  defect: 'leading zeros',
  files: [
    written('postal-codes.csv', customers),
    written('sku.csv', products, { delimiter: ';' }),
    written('matricule.tsv', employees, { delimiter: '\t' }),
    written('meters.csv', meters, { quoting: 'all' }),
    written('late-zero.csv', lateZero),
    file(
      'ean-and-phone.csv',
      'ean,phone,area,qty\n0012345678905,0301234567,030,0\n4006381333931,08912345,089,10\n0000000000017,0221998877,0221,3\n',
      truth('ean|phone|area|qty:integer', [
        ['0012345678905', '0301234567', '030', '0'],
        ['4006381333931', '08912345', '089', '10'],
        ['0000000000017', '0221998877', '0221', '3'],
      ]),
    ),
    // A zero alone, or before the point, is no leading zero.
    file(
      'zeros-of-numbers.csv',
      `id,code,delta,share\n${[1, 2, 3, 4].map((at) => `${at},${digits(at, 3)},${at - 2},0.${at}5\n`).join('')}`,
      truth(
        'id:integer|code|delta:integer|share:decimal',
        '1|001|-1|0.15\n2|002|0|0.25\n3|003|1|0.35\n4|004|2|0.45',
      ),
    ),
  ],
};
