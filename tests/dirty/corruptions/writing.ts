import { gzipSync } from 'node:zlib';
import { BOM, fitsWindows1252, utf8, utf16be, utf16le, windows1252 } from '../encodings.js';
import type { Style } from '../write.js';
import type { Corruption, Draft } from './draft.js';

const styled = (draft: Draft, changes: Partial<Style>): Draft => ({
  ...draft,
  style: { ...draft.style, ...changes },
});

const wordsOf = ({ table, shown }: Draft): string => [...shown, ...table.rows.flat()].join('');

const beyondAscii = (text: string): boolean => /[^\0-\x7F]/.test(text);

const bom: Corruption = {
  defect: 'byte order mark',
  touches: ['encoding'],
  apply: (draft) => ({ ...draft, encode: (text) => utf8(BOM + text) }),
};

const utf16: Corruption = {
  defect: 'UTF-16',
  touches: ['encoding'],
  apply: (draft, random) => {
    const encode = random.pick([utf16le, utf16be]);
    const mark = random.pick(['', BOM]);
    return { ...draft, encode: (text) => encode(mark + text) };
  },
};

const windows: Corruption = {
  defect: 'Windows-1252',
  touches: ['encoding'],
  apply: (draft) => {
    const words = wordsOf(draft);
    return fitsWindows1252(words) && beyondAscii(words) ? { ...draft, encode: windows1252 } : undefined;
  },
};

const lineEnds: Corruption = {
  defect: 'line ends',
  touches: ['lines'],
  apply: (draft, random) => {
    const end = random.pick(['\r', '\r\n']);
    return styled(draft, { lineEnd: () => end });
  },
};

const mixedLineEnds: Corruption = {
  defect: 'mixed line ends',
  touches: ['lines'],
  apply: (draft, random) => {
    const every = random.int(2, 9);
    return styled(draft, { lineEnd: (record) => (record % every === 0 ? '\r\n' : '\n') });
  },
};

const finalLineEnd: Corruption = {
  defect: 'no or double final line end',
  touches: ['end'],
  apply: (draft, random) => styled(draft, { finalLineEnds: random.pick([0, 2, 3]) }),
};

const delimiter: Corruption = {
  defect: 'delimiter',
  touches: ['delimiter'],
  apply: (draft, random) => styled(draft, { delimiter: random.pick([';', '\t', '|', ', ']) }),
};

/** Words are parted by spaces too: no lines around the table, no gaps, no broken records. */
const space: Corruption = {
  defect: 'delimiter space',
  touches: ['delimiter', 'above', 'end', 'break', 'nulls', 'header'],
  apply: (draft) => {
    const rows = draft.table.rows.filter((row) => !row.includes(null));
    return styled({ ...draft, table: { ...draft.table, rows } }, { delimiter: ' ' });
  },
};

const quotes: Corruption = {
  defect: 'quotes',
  touches: ['quote'],
  apply: (draft, random) =>
    styled(draft, { quote: random.pick(["'", '"']), quoting: random.pick(['text', 'text', 'all']) }),
};

const backslash: Corruption = {
  defect: 'escapes by backslash',
  touches: ['escape'],
  apply: (draft) =>
    wordsOf(draft).includes('"') ? styled(draft, { escapedBy: 'backslash', quoting: 'text' }) : undefined,
};

const noHeader: Corruption = {
  defect: 'no header',
  touches: ['header', 'above'],
  apply: (draft) => ({ ...styled(draft, { header: false }), names: draft.names.map(() => null) }),
};

const damage: readonly ((bytes: Uint8Array) => Uint8Array)[] = [
  (bytes) => bytes.subarray(0, bytes.length >> 1),
  (bytes) => bytes.subarray(0, -5),
  (bytes) => bytes.map((byte, at) => (at === bytes.length - 7 ? byte ^ 0xff : byte)),
  (bytes) => Buffer.concat([bytes, utf8('garbage')]),
];

const damagedGzip: Corruption = {
  defect: 'damaged gzip',
  touches: ['archive'],
  apply: (draft, random) => {
    const damaged = random.pick(damage);
    return { ...draft, pack: (bytes) => damaged(gzipSync(bytes)) };
  },
};

/** What is wrong with the way in which a file is written. */
export const WRITING: readonly Corruption[] = [
  bom,
  utf16,
  windows,
  lineEnds,
  mixedLineEnds,
  finalLineEnd,
  delimiter,
  space,
  quotes,
  backslash,
  noHeader,
  damagedGzip,
];
