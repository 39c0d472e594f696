import { gz } from '../making/gzip.js';
import { tar } from '../making/tar.js';
import { zip } from '../making/zip.js';
import { classOf, GZIP, ORDERS, TAR, ZIP } from './describe.js';

const linked =
  (kind: string, link = '/etc/passwd') =>
  () =>
    tar([
      { name: 'good.csv', data: ORDERS },
      { name: 'orders.csv', kind, link },
    ]);

const mode = (bits: number) => () => zip([{ name: 'orders.csv', data: '/etc/passwd', mode: bits }]);

export const links = classOf('links', 'MR8212', [
  ['symbolic, in TAR', 'a.tar', TAR, linked('2')],
  ['symbolic and relative, in TAR', 'a.tar', TAR, linked('2', '../../etc/passwd')],
  ['symbolic to a file beside it, in TAR', 'a.tar', TAR, linked('2', 'good.csv')],
  ['hard, in TAR', 'a.tar', TAR, linked('1')],
  ['hard to a file beside it, in TAR', 'a.tar', TAR, linked('1', 'good.csv')],
  ['a character device, in TAR', 'a.tar', TAR, linked('3', '')],
  ['a block device, in TAR', 'a.tar', TAR, linked('4', '')],
  ['a pipe, in TAR', 'a.tar', TAR, linked('6', '')],
  ['a file with holes, in TAR', 'a.tar', TAR, linked('S', '')],
  [
    'symbolic with a long target, in TAR',
    'a.tar',
    TAR,
    () => tar([{ name: 'a.csv', kind: '2', link: 'x', pax: { linkpath: '/etc/passwd' } }]),
  ],
  [
    'symbolic with a long target of GNU, in TAR',
    'a.tar',
    TAR,
    () =>
      tar([
        { name: '././@LongLink', kind: 'K', data: '/etc/passwd\0', format: 'gnu' },
        { name: 'a.csv', kind: '2', format: 'gnu' },
      ]),
  ],
  ['symbolic, in TAR in gzip', 'a.tgz', GZIP, () => gz(linked('2')())],
  ['symbolic, in ZIP', 'a.zip', ZIP, mode(0o120777)],
  [
    'a folder link and a file through it, in ZIP',
    'a.zip',
    ZIP,
    () =>
      zip([
        { name: 'a', data: '/etc', mode: 0o120777, method: 0 },
        { name: 'a/orders.csv', data: ORDERS },
      ]),
  ],
  ['a character device, in ZIP', 'a.zip', ZIP, mode(0o020644)],
  ['a block device, in ZIP', 'a.zip', ZIP, mode(0o060644)],
  ['a pipe, in ZIP', 'a.zip', ZIP, mode(0o010644)],
  ['a socket, in ZIP', 'a.zip', ZIP, mode(0o140644)],
]);
