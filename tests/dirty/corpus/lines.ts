import type { Defect } from '../dirty-file.js';
import { firstRows, truth } from '../table.js';
import {
  customers,
  employees,
  flights,
  invoices,
  orders,
  payments,
  products,
  sensors,
} from '../tables/index.js';
import { file, written } from '../write.js';

const CR = '\r';
const LF = '\n';
const CRLF = '\r\n';

/** Texts that have line ends in them, of which the table has others. */
const linesWithin = (end: string, within: string): string =>
  `id,remark,amount${end}1,"zwei${within}Zeilen",10.50${end}2,eine,7.25${end}3,"drei${within}Zeilen${within}hier",1.00${end}`;

const meantWith = (within: string) =>
  truth('id:integer|remark|amount:decimal', [
    ['1', `zwei${within}Zeilen`, '10.50'],
    ['2', 'eine', '7.25'],
    ['3', `drei${within}Zeilen${within}hier`, '1.00'],
  ]);

const lf: Defect = {
  defect: 'line ends LF',
  files: [
    written('lf.csv', orders),
    written('lf-tab.tsv', flights, { delimiter: '\t' }),
    written('lf-no-final.csv', invoices, { delimiter: ';', finalLineEnds: 0 }),
    file('lf-with-crlf-in-a-field.csv', linesWithin(LF, CRLF), meantWith(CRLF)),
  ],
};

const crlf: Defect = {
  defect: 'line ends CRLF',
  files: [
    written('crlf.csv', customers, { lineEnd: () => CRLF }),
    written('crlf-pipe.csv', sensors, { lineEnd: () => CRLF, delimiter: '|' }),
    written('crlf-quoted.csv', products, { lineEnd: () => CRLF, quoting: 'all' }),
    file('crlf-with-lf-in-a-field.csv', linesWithin(CRLF, LF), meantWith(LF)),
  ],
};

const cr: Defect = {
  defect: 'line ends CR',
  files: [
    written('cr.csv', firstRows(flights, 40), { lineEnd: () => CR }),
    written('cr-semicolon.csv', payments, { lineEnd: () => CR, delimiter: ';' }),
    written('cr-no-final.csv', products, { lineEnd: () => CR, finalLineEnds: 0 }),
    file('cr-with-lf-in-a-field.csv', linesWithin(CR, LF), meantWith(LF)),
  ],
};

export const lineEnds: readonly Defect[] = [lf, crlf, cr];

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

const noFinalLineEnd: Defect = {
  defect: 'no final line end',
  files: [
    written('none.csv', orders, { finalLineEnds: 0 }),
    written('none-crlf.csv', flights, { finalLineEnds: 0, lineEnd: () => CRLF }),
    written('none-quoted.csv', customers, { finalLineEnds: 0, quoting: 'text' }),
    file(
      'none-after-a-gap.csv',
      'sku,title,note\n0017,Käse,frisch\n0018,Brot,',
      truth('sku|title|note', '0017|Käse|frisch\n0018|Brot|∅'),
    ),
  ],
};

const doubleFinalLineEnd: Defect = {
  defect: 'double final line end',
  files: [
    written('double.csv', products, { finalLineEnds: 2 }),
    written('double-crlf.csv', invoices, { finalLineEnds: 2, lineEnd: () => CRLF, delimiter: ';' }),
    written('double-cr.csv', employees, { finalLineEnds: 2, lineEnd: () => CR }),
    written('many.csv', sensors, { finalLineEnds: 7 }),
  ],
};

export const finalLineEnds: readonly Defect[] = [noFinalLineEnd, doubleFinalLineEnd];
