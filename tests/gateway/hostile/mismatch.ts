import { deflateRawSync } from 'node:zlib';
import { gz } from '../making/gzip.js';
import { paxGlobal, tar } from '../making/tar.js';
import { type ZipEntry, zip } from '../making/zip.js';
import { classOf, GZIP, ORDERS, TAR, ZIP } from './describe.js';

const one =
  (more: Partial<ZipEntry>, options = {}) =>
  () =>
    zip([{ name: 'orders.csv', data: ORDERS, ...more }], options);

export const mismatch = classOf('header mismatch', 'MR8214', [
  ['another name before the bytes', 'a.zip', ZIP, one({ local: { name: 'orders.exe' } })],
  [
    'another name in the directory',
    'a.zip',
    ZIP,
    one({ name: 'orders.php', central: { name: 'orders.csv' } }),
  ],
  ['another size before the bytes', 'a.zip', ZIP, one({ local: { size: 5 } })],
  ['another packed size before the bytes', 'a.zip', ZIP, one({ local: { packed: 5 } })],
  ['another checksum before the bytes', 'a.zip', ZIP, one({ local: { crc: 7 } })],
  ['another method before the bytes', 'a.zip', ZIP, one({ local: { method: 0 } })],
  ['other flags before the bytes', 'a.zip', ZIP, one({ local: { flags: 1 } })],
  ['a wrong checksum in both', 'a.zip', ZIP, one({ local: { crc: 7 }, central: { crc: 7 } })],
  ['a wrong size in both', 'a.zip', ZIP, one({ local: { size: 5 }, central: { size: 5 } })],
  ['another size in the descriptor', 'a.zip', ZIP, one({ descriptor: 'signed', central: { size: 5 } })],
  [
    'fewer files than there are',
    'a.zip',
    ZIP,
    () =>
      zip(
        [
          { name: 'a.csv', data: ORDERS },
          { name: 'b.csv', data: ORDERS },
        ],
        { entries: 1 },
      ),
    'MR8215',
  ],
  ['more files than there are', 'a.zip', ZIP, one({}, { entries: 3 }), 'MR8204'],
  ['a wrong checksum in gzip', 'a.csv.gz', GZIP, () => gz(ORDERS, { crc: 7 })],
  ['a wrong size in gzip', 'a.csv.gz', GZIP, () => gz(ORDERS, { size: 7 })],
  ['another type by the name in gzip', 'a.csv.gz', GZIP, () => gz(ORDERS, { name: 'a.exe' })],
  [
    'a wrong checksum of a header in TAR',
    'a.tar',
    TAR,
    () => tar([{ name: 'a.csv', data: ORDERS, checksum: 77 }]),
    'MR8204',
  ],
  [
    'a wrong checksum of the second header in TAR',
    'a.tar',
    TAR,
    () =>
      tar([
        { name: 'a.csv', data: ORDERS },
        { name: 'b.csv', data: ORDERS, checksum: 77 },
      ]),
    'MR8204',
  ],
  ['two sizes in TAR', 'a.tar', TAR, () => tar([{ name: 'a.csv', data: ORDERS, pax: { size: '5' } }])],
  [
    'one name for all in TAR',
    'a.tar',
    TAR,
    () => tar([paxGlobal({ path: 'b.csv' }), { name: 'a.csv', data: ORDERS }]),
  ],
  [
    'a name twice in an extended header',
    'a.tar',
    TAR,
    () => {
      const record = '14 path=a.csv\n14 path=b.csv\n';
      return tar([
        { name: 'x', kind: 'x', data: record },
        { name: 'a.csv', data: ORDERS },
      ]);
    },
  ],
  [
    'a longer file than there is, in TAR',
    'a.tar',
    TAR,
    () => tar([{ name: 'a.csv', data: ORDERS, size: 100_000 }]),
    'MR8205',
  ],
  [
    'a folder with bytes',
    'a.zip',
    ZIP,
    () =>
      zip([
        { name: 'a/', data: ORDERS },
        { name: 'b.csv', data: ORDERS },
      ]),
  ],
  ['another method than the bytes are of', 'a.zip', ZIP, one({ packed: Buffer.from(ORDERS) }), 'MR8204'],
  ['an unknown method', 'a.zip', ZIP, one({ method: 12, packed: Buffer.from('BZh9') }), 'MR8216'],
  [
    'bytes behind the end of what is packed',
    'a.zip',
    ZIP,
    one({ packed: Buffer.concat([deflateRawSync(ORDERS), Buffer.from('MZ hidden')]) }),
    'MR8215',
  ],
]);
