import { zip } from '../making/zip.js';
import { classOf, XLSX } from './describe.js';

const XML = 'application/xml';
const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

/** A workbook of its needed parts, and one more. */
const workbook = (name: string, data: string | Buffer) => () =>
  zip([
    {
      name: '[Content_Types].xml',
      data: '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
    },
    {
      name: '_rels/.rels',
      data: '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"/>',
    },
    {
      name: 'xl/workbook.xml',
      data: '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheets/></workbook>',
    },
    { name, data },
  ]);

const relation = (type: string, target: string) =>
  workbook(
    'xl/_rels/workbook.xml.rels',
    `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="${RELATIONS}/${type}" Target="${target}" TargetMode="External"/></Relationships>`,
  );

/** What programs that open a file act upon. */
export const active = classOf('active content', 'MR8207', [
  [
    'an entity of a file',
    'a.xml',
    XML,
    () => '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
  ],
  ['an entity of the web', 'a.xml', XML, () => '<!DOCTYPE a SYSTEM "http://169.254.169.254/a.dtd"><a/>'],
  [
    'entities that grow',
    'a.xml',
    XML,
    () =>
      `<!DOCTYPE a [<!ENTITY a "ha">${'bcdefghij'.replace(/./g, (to) => `<!ENTITY ${to} "${`&${String.fromCharCode(to.charCodeAt(0) - 1)};`.repeat(10)}">`)}]><a>&j;</a>`,
  ],
  [
    'a style sheet',
    'a.xml',
    XML,
    () => '<?xml version="1.0"?><?xml-stylesheet type="text/xsl" href="http://host/a.xsl"?><a/>',
  ],
  ['an instruction to an office program', 'a.xml', XML, () => '<?mso-application progid="Excel.Sheet"?><a/>'],
  [
    'XSLT',
    'a.xml',
    XML,
    () => '<x:stylesheet xmlns:x="http://www.w3.org/1999/XSL/Transform" version="1.0"/>',
  ],
  [
    'an inclusion',
    'a.xml',
    XML,
    () => '<a><i:include xmlns:i="http://www.w3.org/2001/XInclude" href="file:///etc/passwd"/></a>',
  ],
  [
    'HTML within data',
    'a.xml',
    XML,
    () => '<a><h:script xmlns:h="http://www.w3.org/1999/xhtml">alert(1)</h:script></a>',
  ],
  [
    'macros in a workbook',
    'a.xlsx',
    XLSX,
    workbook('xl/vbaProject.bin', Buffer.from('d0cf11e0a1b11ae1', 'hex')),
  ],
  ['sheets of macros in a workbook', 'a.xlsx', XLSX, workbook('xl/macrosheets/sheet1.xml', '<a/>')],
  ['a link to another workbook', 'a.xlsx', XLSX, workbook('xl/externalLinks/externalLink1.xml', '<a/>')],
  [
    'a link to a program',
    'a.xlsx',
    XLSX,
    workbook('xl/worksheets/sheet9.xml', '<a><ddeLink ddeService="cmd" ddeTopic="/c calc"/></a>'),
  ],
  [
    'an embedded file',
    'a.xlsx',
    XLSX,
    workbook('xl/embeddings/oleObject1.bin', Buffer.from('d0cf11e0a1b11ae1', 'hex')),
  ],
  ['a control', 'a.xlsx', XLSX, workbook('xl/activeX/activeX1.xml', '<a/>')],
  ['a connection', 'a.xlsx', XLSX, workbook('xl/connections.xml', '<connections/>')],
  ['a template of the web', 'a.xlsx', XLSX, relation('attachedTemplate', 'http://host/a.dotm')],
  ['a picture of another machine', 'a.xlsx', XLSX, relation('image', '\\\\host\\share\\a.png')],
  ['a link that runs a script', 'a.xlsx', XLSX, relation('hyperlink', 'javascript:alert(1)')],
  ['a part that is a program', 'a.xlsx', XLSX, workbook('xl/media/image1.exe', 'MZ')],
  [
    'a document type in a part',
    'a.xlsx',
    XLSX,
    workbook('xl/sharedStrings.xml', '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'),
  ],
  [
    'the type of a workbook with macros',
    'a.xlsx',
    XLSX,
    workbook(
      'docProps/x.xml',
      '<Override PartName="/a" ContentType="application/vnd.ms-excel.sheet.macroEnabled.main+xml"/>',
    ),
  ],
]);
