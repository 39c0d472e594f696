import type { Defect } from '../dirty-file.js';
import { truth } from '../table.js';
import { customers, flights, invoices, meters, payments, products, sensors } from '../tables/index.js';
import { file, written } from '../write.js';

const MIXED = ['NULL', 'N/A', '', 'n/a', '#N/A'] as const;

export const nullWords: Defect = {
  defect: 'null words',
  files: [
    written('null.csv', payments, { nullWord: () => 'NULL' }),
    written('null-lower.csv', customers, { nullWord: () => 'null', delimiter: ';' }),
    written('na.csv', sensors, { nullWord: () => 'NA' }),
    written('n-a.csv', meters, { nullWord: () => 'N/A' }),
    written('backslash-n.tsv', products, { nullWord: () => '\\N', delimiter: '\t' }),
    written('spreadsheet.csv', invoices, { nullWord: () => '#N/A', delimiter: ';' }),
    written('dash.csv', flights, { nullWord: () => '-' }),
    written('none.csv', products, { nullWord: () => 'None' }),
    written('nan.csv', sensors, { nullWord: () => 'NaN', delimiter: ';' }),
    written('mixed.csv', flights, { nullWord: (row) => MIXED[(row >> 3) % MIXED.length] ?? '' }),
    // Namibia is a country, and its code is no null: what is not there is N/A here.
    file(
      'namibia.csv',
      'iso,capital,population,area\nNA,Windhoek,2604000,825615\nNL,Amsterdam,N/A,41850\nNE,Niamey,25250000,1267000\nNO,Oslo,5408000,N/A\n',
      truth('iso|capital|population:integer|area:integer', [
        ['NA', 'Windhoek', '2604000', '825615'],
        ['NL', 'Amsterdam', null, '41850'],
        ['NE', 'Niamey', '25250000', '1267000'],
        ['NO', 'Oslo', '5408000', null],
      ]),
    ),
    // Ms Null exists.
    file(
      'family-null.csv',
      'id,first,last,age\n1,Jennifer,Null,41\n2,José,García,\n3,Christopher,Null,38\n4,Ana,Müller,29\n',
      truth(
        'id:integer|first|last|age:integer',
        '1|Jennifer|Null|41\n2|José|García|∅\n3|Christopher|Null|38\n4|Ana|Müller|29',
      ),
    ),
  ],
};
