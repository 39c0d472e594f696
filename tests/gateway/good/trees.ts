import type { GoodFile } from '../file.js';
import { type Draw, drawOf, FILES, WORDS } from './random.js';

type Value = string | number | boolean | null | readonly Value[] | { readonly [key: string]: Value };

const scalar = (draw: Draw): Value =>
  draw.one<Value>([
    ...WORDS,
    null,
    true,
    false,
    0,
    -1,
    1.5,
    1e300,
    1e-300,
    123456789012,
    'tab\there',
    'quote " and \\',
    '\u0001',
    '\u2028',
    '<script>',
    '\ud83d\ude9a',
  ]);

const treeOf = (draw: Draw, depth: number): Value => {
  const kind = depth === 0 ? 0 : draw.number(4);
  if (kind === 1) return draw.list(draw.number(5), () => treeOf(draw, depth - 1));
  if (kind === 2)
    return Object.fromEntries(
      draw.list(draw.number(5), (index) => [`${draw.one(WORDS)}${index}`, treeOf(draw, depth - 1)]),
    );
  return scalar(draw);
};

const nested = (depth: number): string => `${'['.repeat(depth)}${']'.repeat(depth)}`;

const jsonOf = (seed: number): string => {
  const draw = drawOf(3000 + seed);
  if (seed < 4) return [nested(200), '{}', ' [ ] ', '"text"'][seed] ?? '';
  if (seed < 8) return ['12.5e-3', 'null', '[1,\n\n2]\n', '{"a":{"a":{"a":1}},"A":1}'][seed - 4] ?? '';
  const value = draw.list(1 + draw.number(seed % 10 === 0 ? 2000 : 20), () => treeOf(draw, 4));
  return `${draw.one(['', '\ufeff'])}${JSON.stringify(value, null, draw.one([0, 2, '\t']))}${draw.one(['', '\n'])}`;
};

export const json: readonly GoodFile[] = Array.from({ length: FILES }, (_, seed) => ({
  type: 'json',
  about: `drawn with ${seed}`,
  name: seed % 9 ? 'a.json' : 'a.geojson',
  declaredType: seed % 9 ? 'application/json' : 'application/geo+json',
  bytes: () => Buffer.from(jsonOf(seed)),
}));

export const ndjson: readonly GoodFile[] = Array.from({ length: FILES }, (_, seed) => {
  const draw = drawOf(4000 + seed);
  const count = 1 + draw.number(seed % 10 === 0 ? 3000 : 30);
  const end = draw.one(['\n', '\r\n', '\n\n']);
  const ending = draw.one(['', '\n', '\n\n']);
  return {
    type: 'ndjson',
    about: `drawn with ${seed}`,
    name: seed % 2 ? 'a.ndjson' : 'a.jsonl',
    declaredType: seed % 2 ? 'application/x-ndjson' : 'application/jsonl',
    records: count,
    bytes: () => {
      const rows = drawOf(5000 + seed);
      const lines = rows.list(count, (index) => JSON.stringify({ id: index, value: treeOf(rows, 3) }));
      return Buffer.from(`${lines.join(end)}${ending}`);
    },
  };
});

const escaped = (value: string): string =>
  value.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);

const elementOf = (draw: Draw, depth: number): string => {
  const name = draw.one(['item', 'row', 'Öl', 'a:entry', 'b.c-d']);
  const attributes = draw.number(2) ? ` id="${draw.number(100)}" a:note="${escaped(draw.one(WORDS))}"` : '';
  const inner =
    depth === 0 || draw.number(3) === 0
      ? draw.one([escaped(draw.one(WORDS)), '<![CDATA[<b>&]]>', '<!-- a comment -->', '&amp;&#x20AC;'])
      : draw.list(draw.number(4), () => elementOf(draw, depth - 1)).join(draw.one(['', '\n  ']));
  return inner === '' ? `<${name}${attributes}/>` : `<${name}${attributes}>${inner}</${name}>`;
};

export const xml: readonly GoodFile[] = Array.from({ length: FILES }, (_, seed) => ({
  type: 'xml',
  about: `drawn with ${seed}`,
  name: 'a.xml',
  declaredType: seed % 2 ? 'application/xml' : 'text/xml; charset=utf-8',
  bytes: () => {
    const draw = drawOf(6000 + seed);
    const head = draw.one([
      '',
      '<?xml version="1.0"?>',
      '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n',
      '\ufeff',
    ]);
    const depth = seed % 10 === 0 ? 100 : 4;
    const inner = draw.list(1 + draw.number(30), () => elementOf(draw, 4)).join('\n');
    const deep = `${'<d>'.repeat(depth)}${'</d>'.repeat(depth)}`;
    return Buffer.from(
      `${head}<orders xmlns="urn:orders" xmlns:a="urn:a">${inner}${deep}</orders>${draw.one(['', '\n'])}`,
    );
  },
}));
