import type { Defect } from '../dirty-file.js';
import { indian, marks } from '../formats.js';
import { truth } from '../table.js';
import { flights, invoices, orders, parcels, payments, products } from '../tables/index.js';
import { file, written } from '../write.js';

export const numberMarks: Defect = {
  defect: 'thousand and decimal marks',
  files: [
    written('german.csv', invoices, { delimiter: ';', format: marks('.', ',') }),
    written('german-in-commas.csv', invoices, { format: marks('.', ',') }),
    written('english.csv', orders, { format: marks(',', '.') }),
    written('french.csv', payments, { delimiter: ';', format: marks('\u00a0', ',') }),
    written('french-narrow.tsv', payments, { delimiter: '\t', format: marks('\u202f', ',') }),
    written('swiss.csv', products, { delimiter: ';', format: marks("'", '.') }),
    written('swiss-typographic.csv', products, { delimiter: ';', format: marks('’', '.') }),
    written('indian.csv', payments, { format: indian }),
    written('blanks.csv', flights, { delimiter: ';', format: marks(' ', ',') }),
    written('decimal-comma-alone.csv', parcels, { delimiter: ';', format: marks('', ',') }),
    file(
      // Two marks in one number: they part thousands.
      'whole-with-points.csv',
      'Stadt;Einwohner\nBerlin;3.677.472\nBonn;331.885\nHof;45.173\nHamburg;1.853.935\nArnis;260\n',
      truth('Stadt|Einwohner:integer', 'Berlin|3677472\nBonn|331885\nHof|45173\nHamburg|1853935\nArnis|260'),
    ),
    file(
      // 1.250 is a weight in kilograms or a thousand and a quarter: nothing in the file tells, so it may stay text.
      'either-way.csv',
      'Artikel;Wert\nA;1.250\nB;3.500\nC;2.125\nD;7.875\n',
      { ...truth('Artikel|Wert', 'A|1.250\nB|3.500\nC|2.125\nD|7.875'), refusable: true },
    ),
  ],
};
