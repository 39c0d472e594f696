import type { Readable } from 'node:stream';
import { type Entry, open, type ZipFile } from 'yauzl';
import { failure, type MillraceError } from '../../base/errors/index.js';
import { kindOf } from './kind.js';

/** More files than this in one archive are no delivery of tables. */
const MOST_ENTRIES = 10_000;
/** Text packs ten to fifty times smaller; far more, and of some size, is made to fill a disk. */
const MOST_RATIO = 250;
const SMALL = 100_000_000;

/** Who sent an archive, and what its name is to people. */
export interface Archive {
  readonly path: string;
  readonly name: string;
}

export const damaged = ({ name, path }: Archive, thrown: Error): MillraceError =>
  failure('MR4002', `"${name}" is damaged or was cut short: ${thrown.message}`, { dataFile: path });

const refused = ({ name, path }: Archive, why: string): MillraceError =>
  failure('MR4035', `"${name}" is not unpacked: ${why}`, { dataFile: path });

const faultOf = (entry: Entry): string | undefined => {
  if (entry.isEncrypted()) return `"${entry.fileName}" in it is encrypted`;
  if (kindOf(entry, entry.fileName) === 'link') return `"${entry.fileName}" in it is a link`;
  if (!entry.canDecodeFileData()) return `"${entry.fileName}" in it is packed in a way that is not known`;
  const { uncompressedSize, compressedSize } = entry;
  if (uncompressedSize > SMALL && uncompressedSize > compressedSize * MOST_RATIO)
    return `"${entry.fileName}" in it would be ${Math.round(uncompressedSize / compressedSize)} times its packed size`;
  return undefined;
};

/** Files share no bytes in an archive that is meant to be read: those that do unpack to more than was sent. */
const overlapOf = (entries: readonly Entry[]): string | undefined => {
  const ordered = entries.toSorted((a, b) => a.relativeOffsetOfLocalHeader - b.relativeOffsetOfLocalHeader);
  const at = ordered.findIndex((entry, index) => {
    const next = ordered[index + 1];
    return (
      next && entry.relativeOffsetOfLocalHeader + entry.compressedSize > next.relativeOffsetOfLocalHeader
    );
  });
  return at < 0 ? undefined : `"${ordered[at]?.fileName}" and "${ordered[at + 1]?.fileName}" in it overlap`;
};

/** Names that lead out of the archive are refused by the library, with the entry that has one. */
const IS_UNSAFE = /invalid (relative path|characters)|absolute path/i;

const allEntries = (archive: Archive, file: ZipFile): Promise<readonly Entry[]> =>
  new Promise((resolve, reject) => {
    const entries: Entry[] = [];
    file.on('entry', (entry: Entry) => {
      entries.push(entry);
      if (entries.length > MOST_ENTRIES)
        reject(refused(archive, `more than ${MOST_ENTRIES} files are in it`));
      else file.readEntry();
    });
    file.once('end', () => resolve(entries));
    file.once('error', (thrown: Error) =>
      reject(IS_UNSAFE.test(thrown.message) ? refused(archive, thrown.message) : damaged(archive, thrown)),
    );
    file.readEntry();
  });

/** An archive whose entries were checked before any of them is unpacked. */
export interface OpenArchive {
  /** Files, without folders. */
  readonly entries: readonly Entry[];
  readonly read: (entry: Entry) => Promise<Readable>;
  readonly close: () => void;
}

const opened = (archive: Archive): Promise<ZipFile> =>
  new Promise((resolve, reject) => {
    open(archive.path, { lazyEntries: true, autoClose: false, strictFileNames: true }, (thrown, file) =>
      thrown ? reject(damaged(archive, thrown)) : resolve(file),
    );
  });

/**
 * Opens a ZIP archive (APPNOTE 6.3.10, ZIP64 among it).
 *
 * @throws MR4002 where it is damaged; MR4035 where something in it is encrypted, a link, leads out, overlaps, or packs
 *   far more than was sent
 */
export const openArchive = async (archive: Archive): Promise<OpenArchive> => {
  const file = await opened(archive);
  try {
    const entries = (await allEntries(archive, file)).filter(({ fileName }) => !fileName.endsWith('/'));
    const fault = entries.map(faultOf).find((found) => found !== undefined) ?? overlapOf(entries);
    if (fault !== undefined) throw refused(archive, fault);
    return {
      entries,
      read: (entry) =>
        new Promise((resolve, reject) => {
          file.openReadStream(entry, (thrown, stream) => (thrown ? reject(thrown) : resolve(stream)));
        }),
      close: () => file.close(),
    };
  } catch (thrown) {
    file.close();
    throw thrown;
  }
};
