import { gz } from '../making/gzip.js';
import { tar, tarEnd } from '../making/tar.js';
import { zip } from '../making/zip.js';
import { CSV, classOf, GZIP, ORDERS, TAR, XLSX, ZIP } from './describe.js';

const PNG = Buffer.from(
  '89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360000002000001e221bc330000000049454e44ae426082',
  'hex',
);
const PHP = '<?php system($_GET["c"]); ?>';
const PDF = '%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n';
const packed = (): Buffer => zip([{ name: 'orders.csv', data: ORDERS }]);
const joined = (...parts: readonly (string | Buffer)[]): Buffer =>
  Buffer.concat(parts.map((part) => Buffer.from(part)));

export const polyglots = classOf('polyglot', 'MR8203', [
  ['GIF and CSV', 'a.csv', CSV, () => `GIF89a,name\n1,Ada\n`],
  ['GIF and script and CSV', 'a.csv', CSV, () => `GIF89a=1,2;/*\n*/alert(1)\n`],
  ['PNG and PHP as CSV', 'a.csv', CSV, () => joined(PNG, PHP), 'MR8203'],
  ['PHP behind CSV', 'a.csv', CSV, () => `${ORDERS}3,"${PHP.replaceAll('"', '""')}"\n`, 'MR8207'],
  ['PHP in JSON', 'a.json', 'application/json', () => JSON.stringify({ a: PHP }), 'MR8207'],
  ['PHP by its short tag in text', 'a.txt', 'text/plain', () => 'Dear all\n<?= `id` ?>\n', 'MR8207'],
  ['PDF and ZIP', 'a.zip', ZIP, () => zip([{ name: 'a.csv', data: ORDERS }], { before: Buffer.from(PDF) })],
  ['PDF in front of a table', 'a.csv', CSV, () => `${PDF}${ORDERS}`],
  ['PDF after a heading', 'a.csv', CSV, () => `id,name\n${PDF}`],
  ['HTML as CSV', 'a.csv', CSV, () => '<html><body>,a\n<script>alert(1)</script>,b\n</body></html>,c\n'],
  ['HTML after white space as CSV', 'a.csv', CSV, () => ' \n\n\t<!DOCTYPE html><html>,a\n'],
  ['HTML after a byte order mark as CSV', 'a.csv', CSV, () => '\ufeff<script>alert(1)</script>,b\n'],
  ['a comment of HTML in front of CSV', 'a.csv', CSV, () => `<!-- ${ORDERS} --><script>alert(1)</script>\n`],
  ['HTML in a line of a list', 'a.csv', CSV, () => 'Hello\n<script>alert(1)</script>\n'],
  ['a shell script and CSV', 'a.csv', CSV, () => '#!/bin/sh\nid,name\n1,2\n'],
  ['a page of a server and CSV', 'a.csv', CSV, () => '<% eval request("c") %>,a\n1,2\n'],
  ['ZIP behind a picture', 'a.zip', ZIP, () => joined(PNG, packed())],
  [
    'bytes before the first file of ZIP, with places set right',
    'a.zip',
    ZIP,
    () => zip([{ name: 'a.csv', data: ORDERS, before: PNG }]),
  ],
  ['ZIP behind ZIP', 'a.zip', ZIP, () => joined(packed(), packed()), 'MR8215'],
  ['a program before ZIP', 'a.zip', ZIP, () => joined('MZ', Buffer.alloc(126), packed())],
  [
    'bytes between files of ZIP',
    'a.zip',
    ZIP,
    () =>
      zip([
        { name: 'a.csv', data: ORDERS },
        { name: 'b.csv', data: ORDERS, before: PNG },
      ]),
    'MR8215',
  ],
  [
    'bytes before the directory of ZIP',
    'a.zip',
    ZIP,
    () => zip([{ name: 'a.csv', data: ORDERS }], { beforeDirectory: PNG }),
    'MR8215',
  ],
  [
    'a file that the directory does not name',
    'a.zip',
    ZIP,
    () => {
      const hidden = zip([{ name: 'hidden.exe', data: 'MZ' }]);
      return zip([
        { name: 'a.csv', data: ORDERS },
        { name: 'b.csv', data: ORDERS, before: hidden.subarray(0, 50) },
      ]);
    },
    'MR8215',
  ],
  [
    'bytes behind ZIP',
    'a.zip',
    ZIP,
    () => zip([{ name: 'a.csv', data: ORDERS }], { after: Buffer.from('MZ') }),
    'MR8204',
  ],
  [
    'a comment of ZIP that is none',
    'a.zip',
    ZIP,
    () => zip([{ name: 'a.csv', data: ORDERS }], { comment: PNG }),
    'MR8215',
  ],
  [
    'a workbook as ZIP',
    'a.zip',
    ZIP,
    () =>
      zip([
        { name: '[Content_Types].xml', data: '<Types/>' },
        { name: 'a.csv', data: ORDERS },
      ]),
  ],
  [
    'a program of Java as ZIP',
    'a.zip',
    ZIP,
    () =>
      zip([
        { name: 'META-INF/MANIFEST.MF', data: 'Main-Class: A\n' },
        { name: 'a.csv', data: ORDERS },
      ]),
  ],
  ['ZIP as a workbook', 'a.xlsx', XLSX, packed],
  ['gzip with ZIP behind it', 'a.csv.gz', GZIP, () => gz(ORDERS, { after: packed() }), 'MR8215'],
  ['gzip with bytes behind it', 'a.csv.gz', GZIP, () => gz(ORDERS, { after: Buffer.from('MZ') }), 'MR8215'],
  ['gzip with zeros behind it', 'a.csv.gz', GZIP, () => gz(ORDERS, { after: Buffer.alloc(512) }), 'MR8215'],
  ['gzip behind gzip', 'a.csv.gz', GZIP, () => joined(gz(ORDERS), gz('3,<script>\n')), 'MR8215'],
  [
    'gzip with a program in its extra field',
    'a.csv.gz',
    GZIP,
    () => gz(ORDERS, { extra: Buffer.from('MZ hidden') }),
    'MR8215',
  ],
  [
    'gzip with a page in its comment',
    'a.csv.gz',
    GZIP,
    () => gz(ORDERS, { comment: '<script>alert(1)</script>' }),
    'MR8215',
  ],
  [
    'TAR behind TAR',
    'a.tar',
    TAR,
    () => joined(tar([{ name: 'a.csv', data: ORDERS }]), tar([{ name: 'b.exe', data: 'MZ' }])),
    'MR8215',
  ],
  [
    'TAR with ZIP behind it',
    'a.tar',
    TAR,
    () => joined(tar([{ name: 'a.csv', data: ORDERS }]), packed()),
    'MR8215',
  ],
  [
    'bytes in what a block of TAR is filled up with',
    'a.tar',
    TAR,
    () => tar([{ name: 'a.csv', data: ORDERS, padding: 65 }]),
    'MR8215',
  ],
  [
    'TAR with entries behind its end',
    'a.tar',
    TAR,
    () => tar([{ name: 'a.csv', data: ORDERS }, tarEnd(), { name: 'b.exe', data: 'MZ' }]),
    'MR8215',
  ],
  [
    'TAR that begins as a page does',
    'a.tar',
    TAR,
    () => tar([{ name: '<script>alert(1)</script>.csv', data: ORDERS }]),
    'MR8211',
  ],
]);
