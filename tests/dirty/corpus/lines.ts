import type { Defect } from '../dirty-file.js';
import { firstRows, truth } from '../table.js';
import { customers, flights, invoices, orders, payments, products, sensors } from '../tables/index.js';
import { file, written } from '../write.js';

const CR = '\r';
const LF = '\n';
const CRLF = '\r\n';

export const lineEnds: Defect = {
  defect: 'line ends',
  files: [
    written('lf.csv', orders),
    written('crlf.csv', customers, { lineEnd: () => CRLF }),
    written('cr.csv', firstRows(flights, 40), { lineEnd: () => CR }),
    written('cr-semicolon.csv', payments, { lineEnd: () => CR, delimiter: ';' }),
    written('cr-no-final.csv', products, { lineEnd: () => CR, finalLineEnds: 0 }),
    file(
      'cr-with-lf-in-a-field.csv',
      'id,remark,amount\r1,"zwei\nZeilen",10.50\r2,eine,7.25\r3,"drei\nZeilen\nhier",1.00\r',
      truth('id:integer|remark|amount:decimal', [
        ['1', 'zwei\nZeilen', '10.50'],
        ['2', 'eine', '7.25'],
        ['3', 'drei\nZeilen\nhier', '1.00'],
      ]),
    ),
  ],
};

export const mixedLineEnds: Defect = {
  defect: 'mixed line ends',
  files: [
    written('every-other.csv', orders, { lineEnd: (record) => (record % 2 === 0 ? LF : CRLF) }),
    written('header-apart.csv', sensors, { lineEnd: (record) => (record === 0 ? CRLF : LF) }),
    // Two exports put one behind the other.
    written('two-halves.csv', invoices, { delimiter: ';', lineEnd: (record) => (record < 60 ? CRLF : LF) }),
    written('one-alone.csv', customers, { lineEnd: (record) => (record === 37 ? CRLF : LF) }),
    written('all-three.csv', payments, { lineEnd: (record) => [CR, LF, CRLF][record % 3] ?? LF }),
    // A text of CRLF written once more in text mode.
    written('cr-crlf.csv', products, { lineEnd: () => CR + CRLF }),
  ],
};

export const finalLineEnd: Defect = {
  defect: 'no or double final line end',
  files: [
    written('none.csv', orders, { finalLineEnds: 0 }),
    written('none-crlf.csv', flights, { finalLineEnds: 0, lineEnd: () => CRLF }),
    written('none-quoted.csv', customers, { finalLineEnds: 0, quoting: 'text' }),
    written('double.csv', products, { finalLineEnds: 2 }),
    written('double-crlf.csv', invoices, { finalLineEnds: 2, lineEnd: () => CRLF, delimiter: ';' }),
    written('many.csv', sensors, { finalLineEnds: 7 }),
    file(
      'none-after-a-gap.csv',
      'sku,title,note\n0017,Käse,frisch\n0018,Brot,',
      truth('sku|title|note', '0017|Käse|frisch\n0018|Brot|∅'),
    ),
  ],
};
