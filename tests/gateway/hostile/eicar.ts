import { gz } from '../making/gzip.js';
import { tar } from '../making/tar.js';
import { zip } from '../making/zip.js';
import { CSV, classOf, GZIP, TAR, ZIP } from './describe.js';

/** The test string of EICAR, in two halves: a scanner of the machine that this lies on would take it away. */
export const EICAR = ['X5O!P%@AP[4\\PZX54(P^)7CC)7}', '$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'].join('');

const inZip = (name: string, data: string | Buffer) => () => zip([{ name, data }]);

/** What any scanner finds. By its form it is text as any other, so that nothing else refuses it. */
export const eicar = classOf('EICAR', undefined, [
  ['plain', 'orders.csv', CSV, () => EICAR],
  ['plain, with a line end', 'orders.csv', CSV, () => `${EICAR}\n`],
  ['plain text', 'letter.txt', 'text/plain', () => EICAR],
  ['tabs', 'orders.tsv', 'text/tab-separated-values', () => EICAR],
  ['in ZIP', 'orders.zip', ZIP, inZip('orders.csv', EICAR)],
  ['in ZIP, stored', 'orders.zip', ZIP, () => zip([{ name: 'orders.csv', data: EICAR, method: 0 }])],
  [
    'in ZIP, beside a good file',
    'orders.zip',
    ZIP,
    () =>
      zip([
        { name: 'a.csv', data: 'id,b\n1,2\n' },
        { name: 'b.txt', data: EICAR },
      ]),
  ],
  ['in gzip', 'orders.csv.gz', GZIP, () => gz(EICAR)],
  ['in gzip, as text', 'letter.txt.gz', GZIP, () => gz(EICAR, { name: 'letter.txt' })],
  ['in TAR', 'orders.tar', TAR, () => tar([{ name: 'orders.csv', data: EICAR }])],
  [
    'in TAR, second',
    'orders.tar',
    TAR,
    () =>
      tar([
        { name: 'a.csv', data: 'id,b\n1,2\n' },
        { name: 'b.csv', data: EICAR },
      ]),
  ],
  ['in TAR in gzip', 'orders.tar.gz', GZIP, () => gz(tar([{ name: 'orders.csv', data: EICAR }]))],
  ['in gzip in ZIP', 'orders.zip', ZIP, inZip('orders.csv.gz', gz(EICAR))],
  ['in ZIP in ZIP', 'orders.zip', ZIP, inZip('orders.zip', zip([{ name: 'orders.csv', data: EICAR }]))],
]);
