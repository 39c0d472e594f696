import { gz } from '../making/gzip.js';
import { tar } from '../making/tar.js';
import { zip } from '../making/zip.js';
import { classOf, GZIP, ORDERS, type Row, TAR, ZIP } from './describe.js';

/** Names that lead out of a folder on some system, or are not what they look like. */
const names: readonly (readonly [string, string])[] = [
  ['out of the folder', '../orders.csv'],
  ['far out', '../../../../etc/cron.d/orders.csv'],
  ['out again from within', 'a/../../orders.csv'],
  ['absolute', '/etc/orders.csv'],
  ['with a drive', 'C:/orders.csv'],
  ['with a drive and backslashes', 'C:\\Windows\\orders.csv'],
  ['by backslashes', '..\\..\\orders.csv'],
  ['on another machine', '\\\\host\\share\\orders.csv'],
  ['with a stream of Windows', 'orders.txt:hidden.csv'],
  ['with a folder without a name', 'a//b/orders.csv'],
  ['turned round', 'orders\u202evsc.exe.csv'],
  ['with a line end', 'orders\n.csv'],
];

const inZip = ([about, name]: readonly [string, string]): Row => [
  `${about}, in ZIP`,
  'a.zip',
  ZIP,
  () =>
    zip([
      { name: 'good.csv', data: ORDERS },
      { name, data: ORDERS },
    ]),
];

const inTar = ([about, name]: readonly [string, string]): Row => [
  `${about}, in TAR`,
  'a.tar',
  TAR,
  () =>
    tar([
      { name: 'good.csv', data: ORDERS },
      { name, data: ORDERS },
    ]),
];

export const traversal = classOf('traversal', 'MR8211', [
  ...names.map(inZip),
  ...names.map(inTar),
  ['with NUL, in ZIP', 'a.zip', ZIP, () => zip([{ name: 'orders.exe\0.csv', data: ORDERS }])],
  [
    'by a long name of pax',
    'a.tar',
    TAR,
    () => tar([{ name: 'orders.csv', data: ORDERS, pax: { path: '../orders.csv' } }]),
  ],
  [
    'by a long name of GNU',
    'a.tar',
    TAR,
    () => tar([{ name: `../${'a'.repeat(120)}.csv`, data: ORDERS, format: 'gnu' }]),
  ],
  [
    'by a folder',
    'a.tar',
    TAR,
    () =>
      tar([
        { name: '../a/', kind: '5' },
        { name: 'a.csv', data: ORDERS },
      ]),
  ],
  ['by the name in gzip', 'orders.csv.gz', GZIP, () => gz(ORDERS, { name: '../orders.csv' })],
  ['by the absolute name in gzip', 'orders.csv.gz', GZIP, () => gz(ORDERS, { name: '/etc/orders.csv' })],
  ['in TAR in gzip', 'orders.tar.gz', GZIP, () => gz(tar([{ name: '../orders.csv', data: ORDERS }]))],
  [
    'a name twice, in ZIP',
    'a.zip',
    ZIP,
    () =>
      zip([
        { name: 'a.csv', data: ORDERS },
        { name: 'a.csv', data: 'id\n9\n' },
      ]),
  ],
  [
    'a name twice but for case, in TAR',
    'a.tar',
    TAR,
    () =>
      tar([
        { name: 'a.csv', data: ORDERS },
        { name: 'A.CSV', data: 'id\n9\n' },
      ]),
  ],
  ['a very long name, in ZIP', 'a.zip', ZIP, () => zip([{ name: `${'a'.repeat(300)}.csv`, data: ORDERS }])],
]);
