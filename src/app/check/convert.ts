import { mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { listed } from '../../base/diagnostics/suggest.js';
import { failure } from '../../base/errors/index.js';
import {
  type Conversion,
  type Convert,
  type ConvertedFile,
  copyOf,
  type DataFile,
  type Decision,
  gathered,
} from '../../kit/index.js';
import { documentNode } from '../../planner/index.js';
import { withGiven } from './as-given.js';
import type { Source } from './sources.js';

/** Files of an archive come out as they went in; what is made of other formats is plain CSV. */
const madeOf = async (
  file: DataFile,
  { from }: Conversion,
  { path, name, part }: ConvertedFile,
): Promise<DataFile> => {
  const { size: bytes } = await stat(path);
  const isEntry = from === 'zip';
  const copy = copyOf(file, { path, name, bytes, part, hasItsLines: isEntry });
  return isEntry ? copy : { ...copy, isCopy: true };
};

const isArchive = ({ path }: DataFile): boolean => /\.zip$/i.test(path);

const nothingIn = (files: readonly DataFile[]): Error => {
  const [first] = files;
  const names = listed(files.map(({ name }) => `"${name}"`));
  return failure(
    'MR4001',
    `there is no record in ${names}`,
    first ? { dataFile: first.given?.text ?? first.path } : {},
  );
};

/** Turns some of the files of a source into others; the rest stays. */
const converted = async (
  convert: Convert,
  source: Source,
  folder: string,
  conversionOf: (file: DataFile) => Conversion | undefined,
): Promise<Source> => {
  const readable: DataFile[] = [];
  const found: { readonly file: string; readonly decisions: readonly Decision[] }[] = [];
  for (const [number, file] of source.readable.entries()) {
    const conversion = conversionOf(file);
    if (!conversion) {
      readable.push(file);
      continue;
    }
    const own = join(folder, String(number));
    await mkdir(own, { recursive: true });
    const isGuarded = source.node.guarded !== undefined;
    const { path, name } = file;
    const made = await withGiven([file], () =>
      convert({ ...conversion, path, name, folder: own, isGuarded }),
    );
    for (const one of made.files) readable.push(await madeOf(file, conversion, one));
    found.push({ file: file.name, decisions: made.decisions });
  }
  if (readable.length === 0 && source.readable.length > 0) throw nothingIn(source.readable);
  const node = documentNode(source.node.name);
  const decisions = gathered(found).map((decision) => ({ ...decision, node }));
  return { ...source, readable, decisions: [...source.decisions, ...decisions] };
};

/** A source whose files engines can read: archives are unpacked and foreign formats turned into others, in the folder. */
export const withConverted = async (convert: Convert, source: Source, folder: string): Promise<Source> => {
  const { archive, conversion } = source.request;
  // A replay has rows in a file of its own, which every engine reads.
  if (source.node.files) return source;
  const unpacked = await converted(convert, source, join(folder, 'unpacked'), (file) =>
    archive && isArchive(file) ? { from: 'zip', options: { ...archive } } : undefined,
  );
  return converted(convert, unpacked, join(folder, 'converted'), () => conversion);
};
