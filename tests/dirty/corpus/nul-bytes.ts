import { broken } from '../broken.js';
import type { Defect } from '../dirty-file.js';
import { firstRows, truth, truthOf } from '../table.js';
import { flights, orders, sensors } from '../tables/index.js';
import { file, textOf } from '../write.js';

const NUL = '\0';

export const nulBytes: Defect = {
  defect: 'NUL bytes',
  files: [
    broken('one-in-a-text.csv', firstRows(flights, 50), [
      { row: 21, change: (record) => record.replace(' ', ` ${NUL}`), mendable: true },
    ]),
    broken('one-in-a-number.csv', orders, [
      { row: 77, change: (record) => record.replace(/,(true|false)$/, `${NUL},$1`), mendable: true },
    ]),
    // A disk that lost power: the file was made longer, and nothing was written there.
    file('tail.csv', textOf(sensors) + NUL.repeat(4096), truthOf(sensors)),
    file(
      // Fields of a fixed width, filled up by a program in C.
      'filled-up.csv',
      `id;city;qty\n1;Berlin${NUL.repeat(4)};12\n2;Köln${NUL.repeat(6)};7\n3;${NUL.repeat(10)};31\n4;Łódź${NUL.repeat(6)};2\n`,
      truth('id:integer|city|qty:integer', '1|Berlin|12\n2|Köln|7\n3|∅|31\n4|Łódź|2'),
    ),
  ],
};
