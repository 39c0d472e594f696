import type { Defect } from '../dirty-file.js';
import { tableOf, truth } from '../table.js';
import { made } from '../tables/made.js';
import { day, decimal, turn } from '../tables/words.js';
import { file, written } from '../write.js';

const REMARKS = [
  'Bitte klingeln\n2. Stock',
  'plain',
  'Line one\n\nline three after a blank one',
  'Says "call me"\nbefore noon, please',
  '住所:\n東京都千代田区\n丸の内 1-9-1',
] as const;

const tickets = tableOf(
  'tickets',
  'ticket:integer|opened:date|remark|hours:decimal',
  made(31, 80, (at, random) => [
    String(5001 + at),
    day(at),
    turn(REMARKS, at),
    decimal(random.int(25, 1975)),
  ]),
);

const rareBreak = {
  ...tickets,
  rows: tickets.rows.map((row, at) => (at === 71 ? row : row.with(2, 'plain'))),
};

export const newlines: Defect = {
  defect: 'line ends in fields',
  files: [
    written('tickets.csv', tickets),
    written('tickets-semicolon.csv', tickets, { delimiter: ';', quoting: 'text' }),
    written('lf-in-a-file-of-crlf.csv', tickets, { lineEnd: () => '\r\n' }),
    written('one-and-late.csv', rareBreak),
    file(
      'crlf-inside.csv',
      'id,address\r\n1,"Main St 5\r\nSpringfield"\r\n2,Köln\r\n3,"Rua 1\r\nLisboa\r\nPT"\r\n',
      truth('id:integer|address', [
        ['1', 'Main St 5\r\nSpringfield'],
        ['2', 'Köln'],
        ['3', 'Rua 1\r\nLisboa\r\nPT'],
      ]),
    ),
    file(
      // What is inside looks like records.
      'records-inside.csv',
      'id,mail,size\n1,"id,mail,size\n7,x,9\n8,y,10",120\n2,short,7\n3,"1,a,2\n2,b,3",15\n',
      truth('id:integer|mail|size:integer', [
        ['1', 'id,mail,size\n7,x,9\n8,y,10', '120'],
        ['2', 'short', '7'],
        ['3', '1,a,2\n2,b,3', '15'],
      ]),
    ),
    file(
      'in-the-header.csv',
      '"Order\nnumber","Amount\n(EUR)",City\n1001,12.50,Köln\n1002,7.00,Lyon\n1003,9.99,Bari\n',
      {
        ...truth('a:integer|b:decimal|City', '1001|12.50|Köln\n1002|7.00|Lyon\n1003|9.99|Bari'),
        columns: ['Order\nnumber', 'Amount\n(EUR)', 'City'],
      },
    ),
  ],
};
