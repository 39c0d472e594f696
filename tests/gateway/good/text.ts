import type { GoodFile } from '../file.js';
import { type Draw, drawOf, FILES, WORDS } from './random.js';

const BOM = '\ufeff';

const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;

/** A field as programs write it: in quotes where it must be, and at times where it need not be. */
const field = (text: string, delimiter: string, draw: Draw): string =>
  text.includes(delimiter) || /["\r\n]/.test(text) || draw.number(5) === 0 ? quoted(text) : text;

const cell = (draw: Draw): string => {
  const kind = draw.number(20);
  if (kind === 0) return 'two\nlines';
  if (kind === 1) return 'said "yes"';
  if (kind === 2) return 'a,b;c|d';
  if (kind === 3) return '<p>as a page has it</p>\n<b>more</b>';
  return draw.one(WORDS);
};

/** A row that has a field too few or too many, as dirty tables do: the run puts it into quarantine. */
const isRagged = (draw: Draw): boolean => draw.number(15) === 0;

const tableOf = (seed: number, delimiter: string): string => {
  const draw = drawOf(seed);
  const columns = 2 + draw.number(8);
  const end = draw.one(['\n', '\r\n', '\n']);
  const line = (width: number, make: (index: number) => string): string =>
    draw.list(width, (index) => field(make(index), delimiter, draw)).join(delimiter);
  const heading = line(columns, (index) => `column ${index}`);
  const rows = draw.list(1 + draw.number(seed % 10 === 0 ? 3000 : 40), (index) =>
    line(columns + (isRagged(draw) ? draw.one([-1, 1]) : 0), (at) => (at === 0 ? String(index) : cell(draw))),
  );
  const ending = draw.one(['', end, `${end}${end}`, `${end}${end}${end}`]);
  return `${draw.one(['', BOM])}${[heading, ...rows].join(end)}${ending}`;
};

/** Tables with peculiarities that are met, and are no reason to refuse them. */
const peculiar: readonly (readonly [string, string])[] = [
  ['a heading alone', 'id,name\n'],
  ['a list', 'email\na@host\nb@host\n'],
  ['one value', '1'],
  ['lines above its heading', 'Report of May\n\nid,name,city\n1,a,b\n2,c,d\n3,e,f\n'],
  ['a quote within a field', 'id,size\n1,5" pipe\n2,6" pipe\n'],
  ['text behind a quote that closes', 'id,name\n1,"a" b\n2,c\n'],
  ['a total at its end', 'id,name,sum\n1,a,2\n2,b,3\n\nTotal,,5\n'],
  ['empty rows', 'id,name\n,\n,\n1,a\n'],
  ['lines that end in several ways', 'id,name\r\n1,a\n2,b\r\n3,c'],
  ['a column without a name', ',name\n0,a\n1,b\n'],
  ['words that stand for formats', 'ID3,BM,MZ\n1,2,3\n'],
  ['a smaller-than at its beginning', '<5,>5\n1,2\n'],
  ['a bracket at its beginning', '[id],[name]\n1,a\n'],
  ['a brace at its beginning', '{id},{name}\n1,a\n'],
  ['fields of a page', 'id,html\n1,"<div><script>x</script></div>"\n2,"<p>"\n'],
  ['a comment at its beginning', '# made by a program\nid,name\n1,a\n2,b\n3,c\n'],
];

const TYPES = { ',': 'text/csv', ';': 'text/csv; charset=utf-8', '|': 'application/csv' } as const;

export const csv: readonly GoodFile[] = [
  ...Array.from({ length: FILES }, (_, seed): GoodFile => {
    const delimiter = ([',', ',', ';', '|', '\t'] as const)[seed % 5] ?? ',';
    return {
      type: 'csv',
      about: `drawn with ${seed}`,
      name: seed % 7 === 0 ? `Orders ${seed}.CSV` : `orders.${seed}.csv`,
      declaredType: delimiter === '\t' ? 'application/vnd.ms-excel' : TYPES[delimiter],
      bytes: () => Buffer.from(tableOf(seed, delimiter)),
    };
  }),
  ...peculiar.map(
    ([about, text]): GoodFile => ({
      type: 'csv',
      about,
      name: 'a.csv',
      declaredType: 'text/csv',
      bytes: () => Buffer.from(text),
    }),
  ),
];

export const tsv: readonly GoodFile[] = Array.from({ length: FILES }, (_, seed) => ({
  type: 'tsv',
  about: `drawn with ${seed}`,
  name: seed % 2 ? 'a.tsv' : 'a.tab',
  declaredType: seed % 3 ? 'text/tab-separated-values' : 'text/tsv',
  bytes: () => Buffer.from(tableOf(1000 + seed, '\t')),
}));

const sentence = (draw: Draw): string => draw.list(1 + draw.number(12), () => draw.one(WORDS)).join(' ');

export const text: readonly GoodFile[] = Array.from({ length: FILES }, (_, seed) => ({
  type: 'text',
  about: `drawn with ${seed}`,
  name: seed % 2 ? 'read me.txt' : 'a.text',
  declaredType: 'text/plain; charset=utf-8',
  bytes: () => {
    const draw = drawOf(2000 + seed);
    const end = draw.one(['\n', '\r\n', '\n\n', '\f\n']);
    const lines = draw.list(1 + draw.number(seed % 10 === 0 ? 5000 : 30), () => sentence(draw));
    return Buffer.from(`${draw.one(['', BOM])}Dear all,${end}${lines.join(end)}${draw.one(['', end])}`);
  },
}));
