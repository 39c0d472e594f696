import { gz } from '../making/gzip.js';
import { tar } from '../making/tar.js';
import { type ZipEntry, zip } from '../making/zip.js';
import { classOf, GZIP, ORDERS, TAR, XLSX, ZIP } from './describe.js';

const UTF8 = 0x800;

/** Bytes that look as encrypted ones do. */
const noise = (size: number): Buffer =>
  Buffer.from(Array.from({ length: size }, (_, at) => (at * 167 + 13) % 251));

const entry = (flags: number, more: Partial<ZipEntry> = {}): ZipEntry => ({
  name: 'orders.csv',
  data: ORDERS,
  flags: flags | UTF8,
  ...more,
});

/** The extra field of AES, by WinZip. */
const aes = Buffer.from('0199070002004145030800', 'hex');

/** A compound file, which is how office programs write what they encrypt. */
const compound = Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(504), noise(4096)]);

export const encrypted = classOf('encrypted', 'MR8213', [
  ['by the old method of ZIP', 'a.zip', ZIP, () => zip([entry(1, { packed: noise(40) })])],
  [
    'by the old method of ZIP, stored',
    'a.zip',
    ZIP,
    () => zip([entry(1, { method: 0, packed: noise(12 + ORDERS.length) })]),
  ],
  ['by AES', 'a.zip', ZIP, () => zip([entry(1, { method: 99, packed: noise(60), extra: aes })])],
  ['by strong encryption', 'a.zip', ZIP, () => zip([entry(0x41, { packed: noise(60) })])],
  ['one of two', 'a.zip', ZIP, () => zip([{ name: 'a.csv', data: ORDERS }, entry(1, { packed: noise(40) })])],
  ['said, and not so', 'a.zip', ZIP, () => zip([entry(1)])],
  ['with sizes behind it', 'a.zip', ZIP, () => zip([entry(1, { packed: noise(40), descriptor: 'signed' })])],
  [
    'in ZIP in ZIP',
    'a.zip',
    ZIP,
    () => zip([{ name: 'b.zip', data: zip([entry(1, { packed: noise(40) })]) }]),
  ],
  [
    'in ZIP in TAR',
    'a.tar',
    TAR,
    () => tar([{ name: 'b.zip', data: zip([entry(1, { packed: noise(40) })]) }]),
  ],
  ['in ZIP in gzip', 'a.zip.gz', GZIP, () => gz(zip([entry(1, { packed: noise(40) })]))],
  [
    'a workbook whose parts are',
    'a.xlsx',
    XLSX,
    () => zip([entry(1, { name: '[Content_Types].xml', packed: noise(40) })]),
  ],
  ['a workbook as a compound file', 'a.xlsx', XLSX, () => compound, 'MR8203'],
  ['said in the directory alone', 'a.zip', ZIP, () => zip([entry(0, { central: { flags: 1 | UTF8 } })])],
  [
    'Parquet with an encrypted footer',
    'a.parquet',
    'application/vnd.apache.parquet',
    () => Buffer.concat([Buffer.from('PARE'), noise(100), Buffer.from([100, 0, 0, 0]), Buffer.from('PARE')]),
    'MR8213',
  ],
]);
