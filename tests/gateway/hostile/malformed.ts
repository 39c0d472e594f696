import { CSV, classOf, ORDERS } from './describe.js';

const JSON_TYPE = 'application/json';
const NDJSON = 'application/x-ndjson';
const XML = 'application/xml';

/** What parsers read in several ways, or fall over. */
export const malformed = classOf('malformed', 'MR8204', [
  ['CSV with a quote that never closes', 'a.csv', CSV, () => `${ORDERS}3,"Cy\n4,Di\n`],
  ['CSV with NUL', 'a.csv', CSV, () => `${ORDERS}3,C\0y\n`, 'MR8205'],
  ['CSV with an escape of a terminal', 'a.csv', CSV, () => `${ORDERS}3,\u001b]0;x\u0007\n`, 'MR8205'],
  [
    'CSV that is not UTF-8',
    'a.csv',
    CSV,
    () => Buffer.concat([Buffer.from(ORDERS), Buffer.from([0x33, 0x2c, 0xe9, 0x0a])]),
    'MR8205',
  ],
  [
    'CSV with overlong UTF-8',
    'a.csv',
    CSV,
    () => Buffer.concat([Buffer.from(ORDERS), Buffer.from([0x33, 0x2c, 0xc0, 0xaf, 0x0a])]),
    'MR8205',
  ],
  [
    'CSV with half a character',
    'a.csv',
    CSV,
    () => Buffer.concat([Buffer.from(ORDERS), Buffer.from([0x33, 0x2c, 0xed, 0xa0, 0x80, 0x0a])]),
    'MR8205',
  ],
  [
    'CSV with a character cut short',
    'a.csv',
    CSV,
    () => Buffer.concat([Buffer.from(ORDERS), Buffer.from([0x33, 0x2c, 0xe2, 0x82])]),
    'MR8205',
  ],
  ['CSV in UTF-16', 'a.csv', CSV, () => Buffer.from(`\ufeff${ORDERS}`, 'utf16le'), 'MR8205'],
  ['CSV in UTF-7', 'a.csv', CSV, () => '+ADw-script+AD4-alert(1)+ADw-/script+AD4-\u0000', 'MR8205'],
  ['CSV with one endless record', 'a.csv', CSV, () => `a,b\n${'x'.repeat(17_000_000)},1\n`, 'MR8206'],
  ['JSON cut short', 'a.json', JSON_TYPE, () => '{"a": [1, 2'],
  ['JSON with more behind it', 'a.json', JSON_TYPE, () => '{"a": 1} {"b": 2}'],
  ['JSON with a comment', 'a.json', JSON_TYPE, () => '{"a": 1 /* x */}'],
  ['JSON with a comma too many', 'a.json', JSON_TYPE, () => '{"a": [1,]}'],
  ['JSON with a key twice', 'a.json', JSON_TYPE, () => '{"role": "user", "role": "admin"}'],
  [
    'JSON with a key twice, written in two ways',
    'a.json',
    JSON_TYPE,
    () => '{"role": "user", "r\\u006fle": "admin"}',
  ],
  ['JSON with a call', 'a.json', JSON_TYPE, () => 'alert(1)'],
  ['JSON without quotes', 'a.json', JSON_TYPE, () => "{a: 'b'}"],
  ['JSON very deep', 'a.json', JSON_TYPE, () => `${'['.repeat(100_000)}${']'.repeat(100_000)}`, 'MR8206'],
  ['NDJSON with two values in a line', 'a.ndjson', NDJSON, () => '{"a":1}{"a":2}\n'],
  ['NDJSON with a value over two lines', 'a.ndjson', NDJSON, () => '{"a":\n1}\n'],
  ['NDJSON very deep', 'a.ndjson', NDJSON, () => `${'{"a":'.repeat(500)}1${'}'.repeat(500)}\n`, 'MR8206'],
  ['XML with an element that never closes', 'a.xml', XML, () => '<a><b></a>'],
  ['XML with two roots', 'a.xml', XML, () => '<a/><b/>'],
  ['XML with an unknown prefix', 'a.xml', XML, () => '<x:a/>'],
  ['XML with an attribute twice', 'a.xml', XML, () => '<a b="1" b="2"/>'],
  ['XML very deep', 'a.xml', XML, () => '<a>'.repeat(5000) + '</a>'.repeat(5000), 'MR8206'],
  ['XML in another encoding', 'a.xml', XML, () => '<?xml version="1.0" encoding="UTF-7"?><a/>', 'MR8205'],
]);
