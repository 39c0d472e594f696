import { createWriteStream } from 'node:fs';
import { basename, join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { crc32 } from 'node:zlib';
import picomatch from 'picomatch';
import type { Entry } from 'yauzl';
import { listed } from '../../base/diagnostics/suggest.js';
import { failure } from '../../base/errors/index.js';
import type { ArchiveParts, ConversionTask, Converted, ConvertedFile, Decision } from '../../kit/index.js';
import { asList } from '../../kit/index.js';
import { damaged, openArchive } from './entries.js';

/** What operating systems put into archives beside what a person packed. */
const isLitter = ({ fileName }: Entry): boolean =>
  fileName.startsWith('__MACOSX/') || /^(\.DS_Store|Thumbs\.db|\._.*)$/.test(basename(fileName));

/** Papers that go with data, and are none. */
const PAPER =
  /^(read[ _-]?me|licen[cs]e|copying|notice|changelog|changes|about|liesmich|lisezmoi|leeme)([ ._-].*)?$/i;

const isPaper = ({ fileName }: Entry): boolean => PAPER.test(basename(fileName));

const PACKED = /\.(gz|zst)$/i;

const hasExtension = (name: string, extensions: readonly string[]): boolean =>
  extensions.some((extension) => name.toLowerCase().replace(PACKED, '').endsWith(extension));

/** The ending that tells engines what a file is. */
const endingOf = (name: string): string => /(\.[a-z0-9]+)?(\.(gz|zst))?$/i.exec(basename(name))?.[0] ?? '';

const isWanted = ({ pattern, extensions }: ArchiveParts): ((entry: Entry) => boolean) => {
  if (pattern === undefined) return ({ fileName }) => hasExtension(fileName, extensions);
  const names = asList(pattern);
  const matches = picomatch([...names]);
  return ({ fileName }) => names.includes(fileName) || matches(fileName);
};

/** Hashes what passes, and fails at the end where it is not what the archive says of it. */
const verified = (entry: Entry): Transform => {
  let sum = 0;
  return new Transform({
    transform: (chunk: Buffer, _, done) => {
      sum = crc32(chunk, sum);
      done(null, chunk);
    },
    flush: (done) =>
      done(sum === entry.crc32 ? null : new Error(`the checksum of "${entry.fileName}" is wrong`)),
  });
};

/** The ending of a file's name, as it is without being packed. */
const extensionOf = ({ fileName }: Entry): string =>
  /\.[a-z0-9]+$/i.exec(fileName.replace(PACKED, ''))?.[0].toLowerCase() ?? '';

/** Tables go by these endings; text by the other may be a table or a letter. */
const AMBIGUOUS = '.txt';

/** What one has to say oneself: whether text beside tables is one more of them. */
const undecided = (task: ConversionTask<'zip'>, tables: readonly Entry[], texts: readonly Entry[]): Error =>
  failure('MR4030', `"${task.name}" leaves open which of its files are to be read: not all end alike`, {
    dataFile: task.path,
    notes: [
      `tables by their endings: ${listed(tables.map(({ fileName }) => fileName))}`,
      `text that may be a table or not: ${listed(texts.map(({ fileName }) => fileName))}`,
      `for the first, pin \`entries: ${JSON.stringify([...new Set(tables.map((entry) => `**/*${extensionOf(entry)}`))])}\``,
    ],
  });

/** The files that a node reads, unless the document says which. Papers are left out where there is anything else. */
const tablesIn = (task: ConversionTask<'zip'>, entries: readonly Entry[]): readonly Entry[] => {
  const plain = entries.filter((entry) => !isPaper(entry));
  const wanted = plain.length > 0 ? plain : entries;
  const texts = wanted.filter((entry) => extensionOf(entry) === AMBIGUOUS);
  const tables = wanted.filter((entry) => extensionOf(entry) !== AMBIGUOUS);
  const isOfText = task.options.extensions[0] === AMBIGUOUS;
  if (!isOfText && tables.length > 0 && texts.length > 0) throw undecided(task, tables, texts);
  return wanted;
};

const leftOut = (
  parts: ArchiveParts,
  taken: readonly Entry[],
  others: readonly Entry[],
): readonly Decision[] =>
  others.length === 0 || parts.pattern !== undefined
    ? []
    : [
        {
          about: 'entries',
          action: 'adapt',
          chosen: `${taken.length} of ${taken.length + others.length} files`,
          evidence: `the others are no tables by their names: ${listed(others.map(({ fileName }) => fileName))}`,
          alternatives: [],
          pin: { entries: taken.map(({ fileName }) => fileName) },
        },
      ];

/** Unpacks those files of an archive that a node reads. */
export const convertZip = async (task: ConversionTask<'zip'>): Promise<Converted> => {
  const parts = task.options;
  const archive = await openArchive(task);
  try {
    const entries = archive.entries.filter((entry) => !isLitter(entry));
    const found = entries.filter(isWanted(parts));
    const wanted = parts.pattern === undefined ? tablesIn(task, found) : found;
    if (wanted.length === 0) {
      const asked = asList(parts.pattern ?? parts.extensions).join(' or ');
      throw failure('MR4034', `"${task.name}" has no file ${asked}`, {
        dataFile: task.path,
        notes: [
          entries.length === 0 ? 'it is empty' : `in it: ${listed(entries.map(({ fileName }) => fileName))}`,
        ],
      });
    }
    const files: ConvertedFile[] = [];
    for (const [number, entry] of wanted.entries()) {
      const path = join(task.folder, `${number}${endingOf(entry.fileName)}`);
      await pipeline(await archive.read(entry), verified(entry), createWriteStream(path)).catch(
        (thrown: Error) => {
          throw damaged(task, thrown);
        },
      );
      files.push({ path, name: `${task.name}/${entry.fileName}`, part: `entry ${entry.fileName}` });
    }
    const others = entries.filter((entry) => !wanted.includes(entry));
    return { files, decisions: leftOut(parts, wanted, others) };
  } finally {
    archive.close();
  }
};
