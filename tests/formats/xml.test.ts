import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { BOM, utf8, utf16be, utf16le, windows1252 } from '../dirty/encodings.js';
import { millrace } from '../support/cli.js';
import { query } from '../support/duckdb.js';
import { type Project, project } from '../support/project.js';
import { zipOf } from '../support/zip.js';

const documentOf = (path: string, config: string, contract: string): string => `millrace: 1
pipeline: records
resources:
  stores:
    raw: { folder: . }
    out: { folder: ./out }
nodes:
  orders:
    use: read_xml
    with: { path: "raw://${path}"${config} }
${contract}  result:
    use: write_parquet
    from: orders
    with: { path: out://result.parquet }
`;

interface Setting {
  readonly config?: string;
  readonly contract?: string;
  readonly path?: string;
  /** The name of the file, where the path stands for several. */
  readonly file?: string;
}

const start = async (
  content: string | Uint8Array,
  { config = '', contract = '', path = 'orders.xml', file = path }: Setting = {},
): Promise<Project> => project({ 'pipeline.yaml': documentOf(path, config, contract), [file]: content });

const run = (at: Project) => millrace(at, ['run', 'pipeline.yaml']);

const resultOf = async (at: Project) => {
  const { code, err } = await run(at);
  expect(code, err).toBe(0);
  const file = at.path('out/result.parquet');
  const types = (await query(`select column_name, column_type from (describe from '${file}')`)).rows;
  const { names, rows } = await query(`select columns(*)::varchar from '${file}' order by all`);
  return { names, types: types.map(([, type]) => type), rows, err };
};

const table = async (content: string | Uint8Array, setting?: Setting) =>
  resultOf(await start(content, setting));

const failed = async (content: string | Uint8Array, setting?: Setting): Promise<string> => {
  const { code, err } = await run(await start(content, setting));
  expect(code).not.toBe(0);
  expect(err).not.toContain('MR9');
  return err;
};

const ORDERS = `<?xml version="1.0"?>
<orders made="2024-01-01">
  <!-- two of them -->
  <order id="007">
    <customer><name>  Ann &amp; Söhne, "A" </name><since>2020-02-29</since></customer>
    <price currency="EUR">12.5</price>
  </order>
  <order id="010">
    <customer><name><![CDATA[<Bob>]]></name></customer>
    <price currency="USD">7</price>
    <note/>
  </order>
</orders>
`;
const NAMES = ['id', 'customer_name', 'customer_since', 'price_currency', 'price', 'note'];
const ROWS = [
  ['007', 'Ann & Söhne, "A"', '2020-02-29', 'EUR', '12.5', null],
  ['010', '<Bob>', null, 'USD', '7.0', null],
];

const XSI = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"';

describe('read_xml', () => {
  test('makes columns of attributes, elements and their text, with types', async () => {
    const { names, types, rows } = await table(ORDERS);
    expect(names).toEqual(NAMES);
    expect(types).toEqual(['VARCHAR', 'VARCHAR', 'DATE', 'VARCHAR', 'DOUBLE', 'VARCHAR']);
    expect(rows).toEqual(ROWS);
  });

  test('puts the only element that repeats on record, with what is left out, and can be pinned', async () => {
    const at = await start(ORDERS);
    const { out } = await millrace(at, ['profile', 'pipeline.yaml', '--pin']);
    expect(out).toContain('record: /orders/order');
    expect(out).toContain('outside of it, and not read: /orders/@made');
    expect(await at.read('pipeline.yaml')).toContain('record: "/orders/order"');
    const { code, err } = await millrace(at, ['run', 'pipeline.yaml', '--frozen']);
    expect(code, err).toBe(0);
    const unpinned = await millrace(await start(ORDERS), ['run', 'pipeline.yaml', '--frozen']);
    expect(unpinned.err).toContain('MR4036');
  });

  test.each([
    ['its name', 'item'],
    ['its path', '/orders/order/items/item'],
    ['a path without the first slash', 'orders/order/items/item'],
  ])('reads the records that are named by %s', async (_, record) => {
    const text = '<orders><order><items><item>a</item><item>item</item></items></order></orders>';
    const { names, rows } = await table(text, { config: `, record: ${record}` });
    expect(names).toEqual(['item']);
    expect(rows).toEqual([['a'], ['item']]);
  });

  test('reads a document that is one record, and records at several places', async () => {
    expect((await table('<o id="1"><a>x</a></o>', { config: ', record: /o' })).rows).toEqual([['1', 'x']]);
    const text = '<r><new><o><a>1</a></o></new><old><o><b>2</b></o><o><a>3</a></o></old></r>';
    const { names, rows } = await table(text, { config: ', record: o' });
    expect(names).toEqual(['a', 'b']);
    expect(rows).toEqual([
      ['1', null],
      ['3', null],
      [null, '2'],
    ]);
  });

  test('makes lists in JSON of what repeats within a record, in every record', async () => {
    const text = `<r><o><tag>a</tag><tag/><tag>"b"</tag><item sku="1">nut<qty>2</qty><qty>3</qty></item></o>
      <o><tag>c</tag></o><o><item sku="2"><name>x</name></item><item/></o></r>`;
    const at = await start(text);
    const { names, rows } = await resultOf(at);
    expect(names).toEqual(['tag', 'item']);
    expect(rows).toEqual([
      ['["a",null,"\\"b\\""]', '[{"sku":"1","text":"nut","qty":["2","3"]}]'],
      ['["c"]', null],
      [null, '[{"sku":"2","name":"x"},null]'],
    ]);
    const { out } = await millrace(at, ['profile', 'pipeline.yaml', '--pin']);
    expect(out).toContain('lists: tag, item as JSON');
    expect(await at.read('pipeline.yaml')).toContain('lists: [tag, item]');
  });

  test('reads files in which it repeats, and in which it does not, alike with `lists`', async () => {
    const at = await start('<r><o><t>1</t></o><o/></r>', {
      config: ', lists: [t]',
      path: '*.xml',
      file: 'a.xml',
    });
    await at.write({ 'b.xml': '<r><o><t>2</t><t>3</t></o><o/></r>' });
    expect((await resultOf(at)).rows).toEqual([['["1"]'], ['["2","3"]'], [null], [null]]);
  });

  test('takes what is empty, blank or nil for null, and keeps records without a value', async () => {
    const text = `<r ${XSI}><o><a xsi:nil="true"/></o><o><a> </a></o><o><a></a></o><o><a xsi:nil="false">1</a></o></r>`;
    const { names, rows } = await table(text);
    expect(names).toEqual(['a']);
    expect(rows).toEqual([['1'], [null], [null], [null]]);
  });

  test('tells attributes and elements, namespaces and cases apart', async () => {
    const text = `<r xmlns="urn:a" xmlns:b="urn:b"><o id="1" b:x="5" x="6"><id>2</id><b:id>3</b:id><Id>4</Id><b:n>7</b:n></o>
      <o/></r>`;
    const { names, rows } = await table(text);
    expect(names).toEqual(['id_attribute', 'b_x', 'x', 'id', 'b_id', 'Id_2', 'n']);
    expect(rows[0]).toEqual(['1', '5', '6', '2', '3', '4', '7']);
  });

  test('tells a flat name and a nested one apart', async () => {
    const { names } = await table('<r><o><c_n>1</c_n><c><n>2</n></c></o><o/></r>');
    expect(names).toEqual(['c_n', 'c_n_2']);
  });

  test('takes names that every object has for names', async () => {
    const text =
      '<r><o constructor="1"><__proto__>2</__proto__><i toString="3"/><i/></o><o constructor="4"/></r>';
    const { names, rows } = await table(text);
    expect(names).toEqual(['constructor', '__proto__', 'i']);
    expect(rows).toContainEqual(['1', '2', '[{"toString":"3"},null]']);
  });

  test('keeps blanks and line ends within text', async () => {
    const { rows } = await table('<r><o><a>\n x\r\n y </a></o><o><a k="1&#10;2">z</a></o></r>');
    expect(rows).toEqual([
      ['1\n2', 'z'],
      [null, 'x\n y'],
    ]);
  });

  test.each([
    ['UTF-8 with its mark', utf8(BOM + ORDERS)],
    ['UTF-16 with its mark', utf16le(BOM + ORDERS.replace('?>', ' encoding="UTF-16"?>'))],
    ['UTF-16 without it', utf16be(ORDERS)],
    ['Windows-1252', windows1252(ORDERS.replace('?>', ' encoding="windows-1252"?>'))],
    ['ISO-8859-1', windows1252(ORDERS.replace('?>', " encoding='ISO-8859-1'?>"))],
  ])('reads %s', async (_, bytes) => {
    const { rows, err } = await table(bytes);
    expect(rows).toEqual(ROWS);
    expect(err).not.toContain('encoding');
  });

  test('says where the bytes are not what is declared, and takes what is pinned', async () => {
    const { rows, err } = await table(ORDERS.replace('?>', ' encoding="utf-16"?>'));
    expect(rows).toEqual(ROWS);
    expect(err).toContain('it is declared as utf-16, and its bytes are not');
    const bytes = windows1252(ORDERS);
    expect(await failed(bytes)).toContain(
      'MR4037] "orders.xml" cannot be read, line 5: its bytes are not UTF-8',
    );
    expect((await table(bytes, { config: ', encoding: windows-1252' })).rows).toEqual(ROWS);
  });

  test('unpacks .gz and .zip', async () => {
    const packed = await table(gzipSync(ORDERS), { path: 'orders.xml.gz' });
    expect(packed.rows).toEqual(ROWS);
    const archive = zipOf([
      { name: 'a/orders.xml', data: ORDERS },
      { name: 'a/more.xml.gz', data: gzipSync(ORDERS.replaceAll('id="0', 'id="1')) },
    ]);
    expect((await table(archive, { path: 'orders.zip' })).rows).toHaveLength(4);
    const cut = gzipSync(ORDERS);
    expect(await failed(cut.subarray(0, 60), { path: 'orders.xml.gz' })).toContain('MR4002');
  });

  test('holds records against a contract, and tells their numbers', async () => {
    const contract =
      '    contract: { columns: { price: { type: double, max: 10 }, id: { type: varchar } } }\n';
    const at = await start(ORDERS, { contract });
    const { rows, err } = await resultOf(at);
    expect(rows).toHaveLength(1);
    expect(err).toContain('1 in quarantine');
    expect((await millrace(at, ['quarantine', 'show'])).out).toContain('orders.xml, record 1');
  });

  test('leaves files without a record out, where others have some', async () => {
    const at = await start(ORDERS, { path: '*.xml', file: 'a.xml' });
    await at.write({ 'empty.xml': '<orders/>' });
    expect((await resultOf(at)).rows).toEqual(ROWS);
    expect(await failed('<orders> </orders>')).toContain('MR4001] there is no record in "orders.xml"');
  });

  test.each([
    ['several elements repeat', '<r><a/><a/><b/><b/></r>', 'it can be: /r/a, /r/b'],
    ['none repeats', '<r><o><a>1</a></o></r>', 'it can be: /r, /r/o'],
    ['what repeats is part of another', '<r><o id="1"><i>1</i><i>2</i></o></r>', 'it can be: /r/o, /r/o/i'],
  ])('stops where %s and nothing is pinned', async (_, text, message) => {
    const err = await failed(text);
    expect(err).toContain('MR4030');
    expect(err).toContain(message);
    expect(err).toContain('pin `record: ');
  });

  test('reads through wrappers that hold nothing else', async () => {
    expect((await table('<env><body><list><o>1</o><o>2</o></list></body></env>')).rows).toHaveLength(2);
  });

  test('stops for a record that there is not, with what there is', async () => {
    const err = await failed(ORDERS, { config: ', record: ordr' });
    expect(err).toContain('MR4034] "orders.xml" has no element "ordr"');
    expect(err).toContain('did you mean "order"?');
    expect(err).toContain('its elements: /orders, /orders/order');
  });

  test.each([
    [
      'expands within itself',
      '<!DOCTYPE r [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><r><o>&b;</o><o/></r>',
      'MR4038',
    ],
    [
      'is another file',
      '<!DOCTYPE r [<!ENTITY a SYSTEM "file:///etc/passwd">]><r><o>&a;</o><o/></r>',
      'MR4038',
    ],
    ['is declared elsewhere', '<!DOCTYPE r SYSTEM "http://localhost:1/a.dtd"><r><o>1</o><o/></r>', 'MR4038'],
    ['is none of the five', '<r><o>&nbsp;</o><o/></r>', 'Only the five entities of XML itself are known'],
  ])('refuses an entity that %s', async (_, text, message) => {
    const err = await failed(text);
    expect(err).toContain(message);
    expect(err).not.toContain('root:');
  });

  test.each([
    ['nothing', '', 'MR4001'],
    ['blanks', ' \n', 'MR4037] "orders.xml" cannot be read, line 2, column 1: there is no element in it'],
    ['another format', '{"a": 1}', 'it does not begin with an element'],
    [
      'an end that is missing',
      ORDERS.slice(0, 300),
      'MR4002] "orders.xml" is damaged or was cut short: it ends in line',
    ],
    [
      'crossed elements',
      '<r>\n<o><a>1</o></a></r>',
      'cannot be read, line 2, column 11: unexpected close tag',
    ],
    ['bytes that are no text', Uint8Array.from({ length: 2000 }, (_, at) => (at * 37) % 256), 'MR4037'],
    [
      'an encoding that is not known',
      '<?xml version="1.0" encoding="x-own"?><r/>',
      'declares the encoding "x-own"',
    ],
    ['elements 10,000 deep', `<r>${'<a>'.repeat(10_000)}${'</a>'.repeat(10_000)}</r>`, 'more than 256 deep'],
    [
      'paths without end',
      `<r>${Array.from({ length: 30_000 }, (_, at) => `<a${at}/>`).join('')}</r>`,
      'more than 20,000 different paths',
    ],
  ])('stops for %s', async (_, content, message) => {
    expect(await failed(content)).toContain(message);
  });

  test('stops for a value of 50 MB within its memory', async () => {
    const text = `<r><o><a>1</a></o><o><a>${'x'.repeat(50_000_000)}</a></o></r>`;
    expect(await failed(text)).toContain(
      'MR4005] the record of "orders.xml" that ends in line 1 has 50,000,001 characters',
    );
  });
});
