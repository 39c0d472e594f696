import { gzipSync } from 'node:zlib';
import * as tarStream from 'tar-stream';
import type { GoodFile } from '../file.js';
import { gz } from '../making/gzip.js';
import { paxGlobal, type TarEntry, tar, tarEnd } from '../making/tar.js';
import { type ZipEntry, type ZipOptions, zip } from '../making/zip.js';
import { xlsx } from './columns.js';
import { type Draw, drawOf, FILES } from './random.js';
import { csv, text, tsv } from './text.js';
import { json, ndjson, xml } from './trees.js';

const sources = [csv, tsv, json, ndjson, xml, text, xlsx];

interface Packed {
  readonly name: string;
  readonly data: Buffer;
}

const extension = (name: string): string => name.slice(name.lastIndexOf('.')).toLowerCase();

/** A good file of any kind that is made at once, under a name of its own. */
const memberOf = (draw: Draw, index: number, folder = ''): Packed => {
  const file = draw.one(draw.one(sources)) as GoodFile;
  return {
    name: `${folder}${draw.one(['day', 'Łódź', 'a b'])} ${index}${extension(file.name)}`,
    data: file.bytes() as Buffer,
  };
};

const membersOf = (seed: number, most: number): readonly Packed[] => {
  const draw = drawOf(seed);
  return draw.list(1 + draw.number(most), (index) =>
    memberOf(draw, index, draw.one(['', '', 'in/', 'in/2026/'])),
  );
};

/** The extra field of times by Info-ZIP. */
const TIMES = Buffer.from('5554050003a0b1c26a', 'hex');

/** How programs write entries: on Windows, by Info-ZIP, as a stream, for long files, by compilers of Java. */
const flavours: readonly (readonly [Partial<ZipEntry>, ZipOptions])[] = [
  [{ mode: null }, {}],
  [{ extra: TIMES }, { comment: Buffer.from('sent by Ada') }],
  [{ descriptor: 'signed' }, {}],
  [{ descriptor: 'plain' }, {}],
  [{ zip64: true }, { zip64End: true }],
  [{ descriptor: 'long', extra: TIMES }, { zip64End: true }],
  [{ method: 0 }, {}],
  [{ level: 9, comment: 'a note' }, {}],
];

export const zips: readonly GoodFile[] = Array.from({ length: FILES }, (_, seed) => ({
  type: 'zip',
  about: `drawn with ${seed}`,
  name: 'orders.zip',
  declaredType: seed % 3 ? 'application/zip' : 'application/x-zip-compressed',
  bytes: () => {
    const [entry, options] = flavours[seed % flavours.length] ?? [{}, {}];
    const members = membersOf(10_000 + seed, 6);
    const folders =
      seed % 4 === 0
        ? [
            { name: 'in/', data: '', method: 0, mode: 0o040755 },
            { name: 'empty/', data: '', method: 0, mode: 0o040755 },
          ]
        : [];
    const nested =
      seed % 5 === 0
        ? [
            { name: 'more.zip', data: zip([{ name: 'a.csv', data: 'id,b\n1,2\n' }]) },
            { name: 'more.csv.gz', data: gzipSync('id,b\n1,2\n') },
          ]
        : [];
    return zip([...folders, ...[...members, ...nested].map((member) => ({ ...member, ...entry }))], options);
  },
}));

export const gzips: readonly GoodFile[] = Array.from({ length: FILES }, (_, seed) => {
  const draw = drawOf(11_000 + seed);
  const member = memberOf(draw, seed);
  const isTar = seed % 6 === 0;
  return {
    type: 'gzip',
    about: `drawn with ${seed}`,
    name: isTar ? (['a.tgz', 'a.tar.gz'][draw.number(2)] ?? '') : `${member.name}.gz`,
    declaredType: seed % 3 ? 'application/gzip' : 'application/x-gzip',
    bytes: () => {
      const data = isTar ? tar([{ name: `a${extension(member.name)}`, data: member.data }]) : member.data;
      const inner = isTar ? 'a.tar' : `orders${extension(member.name)}`;
      const kinds = [
        () => gzipSync(data),
        () => gz(data, { name: inner }),
        () => gz(data, { headerSum: true, level: 9 }),
        () => gz(data, { level: 0, name: 'tmp1234' }),
        () => gzipSync(data, { level: 1 }),
      ];
      return (kinds[seed % kinds.length] ?? kinds[0])?.() ?? Buffer.alloc(0);
    },
  };
});

const packed = (members: readonly Packed[]): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    const pack = tarStream.pack();
    for (const { name, data } of members) pack.entry({ name }, data);
    pack.finalize();
    const parts: Buffer[] = [];
    pack
      .on('data', (part) => parts.push(part as Buffer))
      .on('end', () => resolve(Buffer.concat(parts)))
      .on('error', reject);
  });

const long = (name: string): string => `${'folder/'.repeat(20)}${name}`;

/** How programs write TAR: by POSIX, GNU, of old, with extended headers, and by the library. */
const tarOf = (seed: number): Buffer | Promise<Buffer> => {
  const members = membersOf(12_000 + seed, 5);
  const as = (more: Partial<TarEntry>, rename = (name: string) => name): readonly TarEntry[] =>
    members.map((member) => ({ ...member, ...more, name: rename(member.name) }));
  const kinds: readonly (() => Buffer | Promise<Buffer>)[] = [
    () => tar(as({ format: 'ustar' })),
    () =>
      tar(
        [{ name: './', kind: '5', format: 'gnu' }, ...as({ format: 'gnu' }, (name) => `./${name}`)],
        tarEnd(20),
      ),
    () => tar(as({ format: 'old' })),
    () => tar([paxGlobal({ comment: '9ceffec' }), ...as({ format: 'pax', pax: { mtime: '1767225600.5' } })]),
    () => tar(as({ format: 'pax' }, long)),
    () => tar(as({ format: 'gnu' }, long)),
    () => packed(members),
    () => tar([{ name: 'in/', kind: '5' }, ...as({})]),
  ];
  return (kinds[seed % kinds.length] ?? (() => Buffer.alloc(0)))();
};

export const tars: readonly GoodFile[] = Array.from({ length: FILES }, (_, seed) => ({
  type: 'tar',
  about: `drawn with ${seed}`,
  name: 'orders.tar',
  declaredType: 'application/x-tar',
  bytes: () => tarOf(seed),
}));
