import { gz } from '../making/gzip.js';
import { tar } from '../making/tar.js';
import { zip } from '../making/zip.js';
import { CSV, classOf, GZIP, ORDERS, TAR, XLSX, ZIP } from './describe.js';

const JSON_TYPE = 'application/json';
const ELF = Buffer.concat([Buffer.from('7f454c4602010100', 'hex'), Buffer.alloc(120)]);
const EXE = Buffer.concat([Buffer.from('4d5a90000300000004000000ffff0000', 'hex'), Buffer.alloc(240)]);
const PNG = Buffer.concat([Buffer.from('89504e470d0a1a0a0000000d4948445200000001', 'hex'), Buffer.alloc(64)]);

/** What is declared, what the name says, and what is in it, are not one. */
export const types = classOf('declared type against content', 'MR8203', [
  ['CSV declared as JSON', 'a.csv', JSON_TYPE, () => ORDERS, 'MR8202'],
  ['JSON by its name, declared as CSV', 'a.json', CSV, () => '{}', 'MR8202'],
  ['CSV declared as bytes', 'a.csv', 'application/octet-stream', () => ORDERS, 'MR8202'],
  ['CSV declared as nothing', 'a.csv', '', () => ORDERS, 'MR8202'],
  ['CSV declared as a picture', 'a.csv', 'image/png', () => ORDERS, 'MR8202'],
  ['CSV declared as HTML', 'a.csv', 'text/html', () => ORDERS, 'MR8202'],
  ['JSON named and declared as CSV', 'a.csv', CSV, () => '{"a": [1, 2]}'],
  ['NDJSON named and declared as CSV', 'a.csv', CSV, () => '{"a": 1, "b": 2}\n{"a": 3, "b": 4}\n'],
  ['XML named and declared as CSV', 'a.csv', CSV, () => '<?xml version="1.0"?><a>1,2</a>'],
  ['a picture named and declared as CSV', 'a.csv', CSV, () => PNG],
  ['a program named and declared as CSV', 'a.csv', CSV, () => EXE],
  ['a program of Linux named and declared as text', 'a.txt', 'text/plain', () => ELF],
  [
    'SVG named and declared as text',
    'a.txt',
    'text/plain',
    () => '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
  ],
  [
    'SVG named and declared as XML',
    'a.xml',
    'application/xml',
    () => '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
    'MR8207',
  ],
  [
    'HTML named and declared as XML',
    'a.xml',
    'application/xml',
    () => '<html xmlns="http://www.w3.org/1999/xhtml"><script>alert(1)</script></html>',
    'MR8207',
  ],
  ['CSV named and declared as JSON', 'a.json', JSON_TYPE, () => ORDERS, 'MR8204'],
  ['CSV named and declared as ZIP', 'a.zip', ZIP, () => ORDERS],
  ['gzip named and declared as ZIP', 'a.zip', ZIP, () => gz(ORDERS)],
  ['ZIP named and declared as gzip', 'a.csv.gz', GZIP, () => zip([{ name: 'a.csv', data: ORDERS }])],
  ['ZIP named and declared as TAR', 'a.tar', TAR, () => zip([{ name: 'a.csv', data: ORDERS }])],
  ['TAR named and declared as a workbook', 'a.xlsx', XLSX, () => tar([{ name: 'a.csv', data: ORDERS }])],
  ['CSV named and declared as Parquet', 'a.parquet', 'application/vnd.apache.parquet', () => ORDERS],
  [
    'Parquet by its first bytes alone',
    'a.parquet',
    'application/vnd.apache.parquet',
    () => `PAR1${ORDERS}`,
    'MR8204',
  ],
  [
    'Arrow by its first bytes alone',
    'a.arrow',
    'application/vnd.apache.arrow.file',
    () => `ARROW1\0\0${ORDERS}`,
    'MR8204',
  ],
  ['a program by its name', 'orders.exe', CSV, () => ORDERS, 'MR8201'],
  ['a program behind a table by its name', 'orders.csv.exe', CSV, () => ORDERS, 'MR8201'],
  ['a name without extension', 'orders', CSV, () => ORDERS, 'MR8201'],
  ['a program in ZIP', 'a.zip', ZIP, () => zip([{ name: 'orders.exe', data: EXE }]), 'MR8201'],
  ['a program in ZIP, named as a table', 'a.zip', ZIP, () => zip([{ name: 'orders.csv', data: EXE }])],
  ['HTML in gzip, named as a table', 'a.csv.gz', GZIP, () => gz('<html></html>')],
  ['HTML in TAR, named as a table', 'a.tar', TAR, () => tar([{ name: 'a.csv', data: '<html></html>' }])],
  ['nothing at all', 'a.csv', CSV, () => '', 'MR8208'],
]);
