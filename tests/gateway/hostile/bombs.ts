import { gz } from '../making/gzip.js';
import { tar } from '../making/tar.js';
import { type ZipEntry, zip } from '../making/zip.js';
import { classOf, GZIP, ORDERS, TAR, XLSX, ZIP } from './describe.js';

/** Text of the digit 0: a table by its form, and a thousand times smaller when it is packed. */
const zeros = (megabytes: number): Buffer => Buffer.alloc(megabytes * 1_000_000, '0,0\n');

const flat = (megabytes: number) => zip([{ name: 'a.csv', data: zeros(megabytes) }]);

const wrapped = (bytes: Buffer, times: number): Buffer =>
  times === 0 ? bytes : wrapped(zip([{ name: 'a.zip', data: bytes }]), times - 1);

const many = (count: number): readonly ZipEntry[] =>
  Array.from({ length: count }, (_, index) => ({ name: `${index}.csv`, data: ORDERS }));

/** One body that many entries of the directory point at, as in the bomb of D. Fifield. */
const overlapping = (count: number, data: string | Buffer) =>
  zip([
    { name: 'a.csv', data },
    ...Array.from({ length: count }, (_, index) => ({
      name: `${index}.csv`,
      data,
      central: { at: 0 },
      isOnlyNamed: true,
    })),
  ]);

export const bombs = classOf('bomb', 'MR8210', [
  ['flat, in ZIP', 'a.zip', ZIP, () => flat(8)],
  ['flat, in gzip', 'a.csv.gz', GZIP, () => gz(zeros(8))],
  ['flat, in TAR in gzip', 'a.tar.gz', GZIP, () => gz(tar([{ name: 'a.csv', data: zeros(8) }]))],
  [
    'flat, several files',
    'a.zip',
    ZIP,
    () => zip(['a', 'b', 'c'].map((name) => ({ name: `${name}.csv`, data: zeros(3) }))),
  ],
  [
    'flat, of more bytes than all may have',
    'a.zip',
    ZIP,
    () => zip([{ name: 'a.csv', data: ORDERS, central: { size: 0xfffffff0 } }]),
  ],
  [
    'flat, saying a small size before and in the directory',
    'a.zip',
    ZIP,
    () => zip([{ name: 'a.csv', data: zeros(8), central: { size: 100 }, local: { size: 100 } }]),
  ],
  ['of files', 'a.zip', ZIP, () => zip(many(20_000))],
  [
    'of files, in TAR',
    'a.tar',
    TAR,
    () => tar(Array.from({ length: 20_000 }, (_, index) => ({ name: `${index}.csv`, data: 'a\n' }))),
  ],
  ['nested three deep', 'a.zip', ZIP, () => wrapped(flat(1), 8)],
  [
    'nested, gzip in gzip',
    'a.csv.gz.gz.gz.gz.gz.gz.gz.gz',
    GZIP,
    () => Array.from({ length: 8 }).reduce<Buffer>((bytes) => gz(bytes), Buffer.from(ORDERS)),
  ],
  ['nested, in TAR', 'a.tar', TAR, () => tar([{ name: 'a.zip', data: wrapped(flat(1), 8) }])],
  ['nested, its bytes in the innermost', 'a.zip', ZIP, () => zip([{ name: 'a.zip', data: flat(8) }])],
  [
    'nested, many small ones',
    'a.zip',
    ZIP,
    () => zip([1, 2, 3, 4].map((index) => ({ name: `${index}.zip`, data: flat(2), level: 9 }))),
  ],
  [
    'in a workbook',
    'a.xlsx',
    XLSX,
    () =>
      zip([
        { name: '[Content_Types].xml', data: `<a>${'0'.repeat(8_000_000)}</a>` },
        { name: '_rels/.rels', data: '<a/>' },
        { name: 'xl/workbook.xml', data: '<a/>' },
      ]),
  ],
  ['overlapping, all on one body', 'a.zip', ZIP, () => overlapping(50, ORDERS), 'MR8214'],
  ['overlapping, two on one body', 'a.zip', ZIP, () => overlapping(1, ORDERS), 'MR8214'],
  [
    'overlapping, one within the other',
    'a.zip',
    ZIP,
    () => {
      const inner = zip([{ name: 'b.csv', data: ORDERS, method: 0 }]).subarray(0, 35 + ORDERS.length);
      return zip([
        { name: 'a.csv', data: inner, method: 0 },
        { name: 'b.csv', data: ORDERS, method: 0, central: { at: 35 }, isOnlyNamed: true },
      ]);
    },
    'MR8214',
  ],
  [
    'overlapping, over the directory',
    'a.zip',
    ZIP,
    () =>
      zip([
        {
          name: 'a.csv',
          data: ORDERS,
          method: 0,
          central: { packed: 100, size: 100 },
          local: { packed: 100, size: 100 },
        },
      ]),
    'MR8204',
  ],
]);
